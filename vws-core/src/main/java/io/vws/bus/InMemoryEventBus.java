package io.vws.bus;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import io.vws.topic.TopicTree;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The event bus within one process. Has no queue and no thread of its own: matching and
 * delivery happen on the publisher's thread, so a publish costs in proportion to the
 * levels of its topic and to the subscribers that it reaches. Publishing takes no lock.
 */
public final class InMemoryEventBus implements EventBus {

	private final TopicTree<TreeSubscription> tree = new TopicTree<>();

	/** Working space of each publishing thread. */
	private final ThreadLocal<FanOut> fanOuts = ThreadLocal.withInitial(this::newFanOut);

	private final JsonMapper mapper;

	private final SubscriberErrorHandler errorHandler;

	private final PublishObservation observation;

	private final Consumer<Event> fanOut = this::fanOut;

	private final LongAdder published = new LongAdder();

	/**
	 * Create a bus.
	 * @param mapper writes payloads of applications
	 * @param errorHandler told when a subscriber fails
	 * @param observation observes what the application publishes; what clients publish is
	 * observed where it comes in
	 */
	public InMemoryEventBus(JsonMapper mapper, SubscriberErrorHandler errorHandler, PublishObservation observation) {
		this.mapper = mapper;
		this.errorHandler = errorHandler;
		this.observation = observation;
	}

	/**
	 * Create a bus that nobody observes.
	 * @param mapper writes payloads of applications
	 * @param errorHandler told when a subscriber fails
	 */
	public InMemoryEventBus(JsonMapper mapper, SubscriberErrorHandler errorHandler) {
		this(mapper, errorHandler, PublishObservation.none());
	}

	/**
	 * Create a bus that writes failures of subscribers to the log.
	 * @param mapper writes payloads of applications
	 */
	public InMemoryEventBus(JsonMapper mapper) {
		this(mapper, SubscriberErrorHandler.logging());
	}

	@Override
	public void publish(String topic, @Nullable Object payload) {
		publish(new Event(Topic.parse(topic), Payload.of(payload, this.mapper)));
	}

	@Override
	public void publish(Event event) {
		if (event.sender() == null) {
			this.observation.observe(event, this.fanOut);
		}
		else {
			fanOut(event);
		}
		this.published.increment();
	}

	private void fanOut(Event event) {
		FanOut fanOut = this.fanOuts.get();
		if (fanOut.inUse()) {
			fanOut = newFanOut(); // a subscriber publishes while it is called
		}
		fanOut.publish(event, this.tree.match(event.topic()));
	}

	private FanOut newFanOut() {
		return new FanOut(this.errorHandler);
	}

	@Override
	public Subscription subscribe(TopicPattern pattern, Subscriber subscriber) {
		TreeSubscription subscription = new TreeSubscription(this.tree, pattern, subscriber);
		this.tree.add(pattern, subscription);
		return subscription;
	}

	/**
	 * Number of events that were published since the start, without those that were
	 * refused.
	 */
	public long publishedCount() {
		return this.published.sum();
	}

	/**
	 * Number of subscriptions.
	 */
	public int subscriptionCount() {
		return this.tree.size();
	}

}
