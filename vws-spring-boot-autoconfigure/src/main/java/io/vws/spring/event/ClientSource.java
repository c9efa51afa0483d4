package io.vws.spring.event;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.vws.client.ClientSubscription;
import io.vws.client.EventHandler;
import io.vws.client.ReceivedEvent;
import io.vws.client.SubscriptionCancelledException;
import io.vws.client.VwsClient;
import io.vws.log.LogText;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another server, by a client of it.
 */
final class ClientSource implements ListenerSource {

	private static final Logger logger = LoggerFactory.getLogger(ClientSource.class);

	private final VwsClient client;

	private final JsonMapper mapper;

	ClientSource(VwsClient client, JsonMapper mapper) {
		this.client = client;
		this.mapper = mapper;
	}

	@Override
	public Runnable subscribe(ListenerDefinition definition, ListenerLanes lanes) {
		List<Semaphore> room = Stream.generate(() -> new Semaphore(definition.queueCapacity()))
			.limit(definition.concurrency())
			.toList();
		List<ClientSubscription> subscriptions = new CopyOnWriteArrayList<>();
		LaneHandler handler = new LaneHandler(definition, lanes, this.mapper, room, subscriptions);
		definition.patterns().forEach((pattern) -> subscriptions.add(subscribe(definition, pattern, handler)));
		return () -> {
			// The last one first, since one that is over leaves its events to the next.
			for (int i = subscriptions.size() - 1; i >= 0; i--) {
				subscriptions.get(i).cancel();
			}
			// No thread of theirs waits for a listener that may never end.
			room.forEach((lane) -> lane.release(subscriptions.size()));
		};
	}

	private ClientSubscription subscribe(ListenerDefinition definition, TopicPattern pattern, LaneHandler handler) {
		ClientSubscription subscription = this.client.subscribe(pattern.text(), handler);
		subscription.ready().whenComplete((ready, failure) -> {
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			if (cause != null && !(cause instanceof SubscriptionCancelledException)) {
				logger.warn("The listener '{}' hears nothing of '{}', since the subscription failed: {}",
						definition.id(), pattern, LogText.origin(cause));
			}
		});
		return subscription;
	}

	@Override
	public void publish(Topic topic, Object result) throws Exception {
		try {
			this.client.publish(topic.text(), result).get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	/**
	 * Puts events into lanes, on the client's thread for the subscription. May wait there
	 * until there is room.
	 *
	 * @param room for how many events there is room in each lane
	 * @param subscriptions one for each pattern
	 */
	private record LaneHandler(ListenerDefinition definition, ListenerLanes lanes, JsonMapper mapper,
			List<Semaphore> room, List<ClientSubscription> subscriptions) implements EventHandler {

		@Override
		public void handle(ReceivedEvent event) throws InterruptedException {
			if (!isOfFirstPattern(event)) {
				return;
			}
			if (this.definition.onOverflow() != ListenerOverflow.REFUSE) {
				add(event.topic(), () -> EventMessage.of(event, this.mapper));
				return;
			}
			Semaphore room = this.room.get(this.lanes.number(event.topic()));
			room.acquire();
			boolean added = add(event.topic(), () -> {
				room.release();
				return EventMessage.of(event, this.mapper);
			});
			if (!added) {
				room.release();
			}
		}

		/**
		 * Each subscription of a client brings an event that several patterns match,
		 * unless the server has refused it.
		 */
		private boolean isOfFirstPattern(ReceivedEvent event) {
			for (TopicPattern pattern : this.definition.patterns()) {
				if (pattern.text().equals(event.pattern())) {
					return true;
				}
				if (pattern.matches(event.topic()) && !isOver(pattern)) {
					return false;
				}
			}
			return false;
		}

		private boolean isOver(TopicPattern pattern) {
			return this.subscriptions.stream()
				.anyMatch((other) -> other.pattern().equals(pattern.text()) && !other.isActive());
		}

		/** There is room, unless the application stops. */
		private boolean add(String topic, Supplier<EventMessage> message) {
			boolean room = this.lanes.reserve(topic);
			if (room) {
				this.lanes.addReserved(new Delivery(topic, message));
			}
			return room;
		}

	}

}
