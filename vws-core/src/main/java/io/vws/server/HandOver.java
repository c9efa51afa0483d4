package io.vws.server;

import java.util.function.Consumer;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import io.vws.bus.PublishObservation;
import io.vws.log.LogThrottle;
import io.vws.wire.NackCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Gives what a client publishes, once it is granted, to the bus and to who hears all that
 * clients publish: to both or to neither. Stateless; shared by all connections.
 */
final class HandOver {

	private final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(HandOver.class));

	private final EventBus bus;

	private final ClientEventListener clientEvents;

	private final PublishObservation observation;

	private final Consumer<Event> give = this::give;

	/**
	 * Create a hand-over.
	 * @param observation observes both at once, so that both get the event with the same
	 * trace
	 */
	HandOver(EventBus bus, ClientEventListener clientEvents, PublishObservation observation) {
		this.bus = bus;
		this.clientEvents = clientEvents;
		this.observation = observation;
	}

	/**
	 * Give an event to all.
	 * @return {@code null} if they took it, else why it was refused
	 */
	@Nullable Refusal toAll(Event event) {
		try {
			this.observation.observe(event, this.give);
			return null;
		}
		catch (EventRefusedException ex) {
			return Refusal.of((ex.reason() == EventRefusedException.Reason.BUSY) ? NackCode.BUSY : NackCode.INTERNAL);
		}
		catch (RuntimeException | Error ex) {
			this.failures.failed(ex, "The event bus failed to take an event");
			return Refusal.of(NackCode.INTERNAL);
		}
	}

	private void give(Event event) {
		this.clientEvents.prepare(event);
		try {
			this.bus.publish(event);
		}
		catch (RuntimeException | Error ex) {
			this.clientEvents.cancel(event);
			throw ex;
		}
		this.clientEvents.deliver(event);
	}

}
