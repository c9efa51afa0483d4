package io.vws.server;

import io.micrometer.observation.Observation;
import io.vws.bus.Event;
import io.vws.bus.Peer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the delivery of an event to one connection that is observed.
 */
public final class DeliverContext extends Observation.Context {

	private final Event event;

	private final Peer peer;

	private @Nullable DeliveryOutcome outcome;

	DeliverContext(Event event, Peer peer) {
		this.event = event;
		this.peer = peer;
	}

	/**
	 * The event as it is on the bus.
	 */
	public Event event() {
		return this.event;
	}

	/**
	 * Who is at the other end of the connection.
	 */
	public Peer peer() {
		return this.peer;
	}

	/**
	 * What became of the event.
	 * @return the outcome, {@code null} if it failed or is not finished
	 */
	public @Nullable DeliveryOutcome outcome() {
		return this.outcome;
	}

	void outcome(DeliveryOutcome outcome) {
		this.outcome = outcome;
	}

}
