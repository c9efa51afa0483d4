package io.vws.spring.event;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import io.vws.bus.Payload;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.topic.Topic;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bus of this application.
 */
final class BusSource implements ListenerSource {

	private final EventBus bus;

	private final JsonMapper mapper;

	BusSource(EventBus bus, JsonMapper mapper) {
		this.bus = bus;
		this.mapper = mapper;
	}

	/** One subscriber for all patterns, so that it gets each event once. */
	@Override
	public Runnable subscribe(ListenerDefinition definition, ListenerLanes lanes) {
		Subscriber subscriber = new LaneSubscriber(definition.id(), lanes, ConcurrentHashMap.newKeySet());
		List<Subscription> subscriptions = definition.patterns()
			.stream()
			.map((pattern) -> this.bus.subscribe(pattern, subscriber))
			.toList();
		return () -> subscriptions.forEach(Subscription::cancel);
	}

	@Override
	public void publish(Topic topic, Object result) {
		this.bus.publish(new Event(topic, Payload.of(result, this.mapper)));
	}

	/**
	 * Puts events into lanes, on the thread of the publisher.
	 *
	 * @param id the listener's
	 * @param late events that were asked about after the end, for which no room is
	 * reserved: a listener that has ended must not refuse events
	 */
	private record LaneSubscriber(String id, ListenerLanes lanes, Set<Event> late) implements Subscriber {

		/** The object behind the payload may change later, so its JSON is needed now. */
		@Override
		public void prepare(Event event) {
			event.payload().json();
			if (!this.lanes.reserve(event.topic().text())) {
				if (!this.lanes.isClosed()) {
					throw EventRefusedException
						.busy("The listener '" + this.id + "' handles events more slowly than they are published");
				}
				this.late.add(event);
			}
		}

		@Override
		public void cancel(Event event) {
			if (!this.late.remove(event)) {
				this.lanes.release(event.topic().text());
			}
		}

		@Override
		public void deliver(Event event, Subscription subscription) {
			if (!this.late.remove(event)) {
				this.lanes.addReserved(
						new Delivery(event.topic().text(), () -> EventMessage.of(event, subscription.pattern())));
			}
		}

	}

}
