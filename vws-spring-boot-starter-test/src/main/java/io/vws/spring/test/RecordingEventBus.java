package io.vws.spring.test;

import java.time.Duration;
import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Payload;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event bus that works as usual and remembers what was published, by the application
 * and by clients, in order: an event stands before all that subscribers publish when they
 * get it. An event that was refused is not remembered; one that cannot be written as JSON
 * is refused, as where clients are subscribed to it. As a bean it takes the place of the
 * application's bus:
 *
 * <pre class="code">
 * &#64;Bean
 * RecordingEventBus bus(JsonMapper mapper) {
 *     return new RecordingEventBus(mapper);
 * }
 * </pre>
 */
public final class RecordingEventBus implements EventBus {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final EventJournal<Event> journal = new EventJournal<>();

	private final ThreadLocal<@Nullable Publication> current = new ThreadLocal<>();

	private final EventBus bus;

	private final JsonMapper mapper;

	/**
	 * Create a bus that nobody observes and that writes failures of subscribers to the
	 * log.
	 * @param mapper writes payloads of the application
	 */
	public RecordingEventBus(JsonMapper mapper) {
		this(new InMemoryEventBus(mapper), mapper);
	}

	/**
	 * Create a bus that hands all events to another one, such as one that is observed.
	 * @param bus does what a bus does; what is published there directly is not remembered
	 * @param mapper writes payloads of the application
	 */
	public RecordingEventBus(EventBus bus, JsonMapper mapper) {
		this.bus = bus;
		this.mapper = mapper;
	}

	@Override
	public void publish(Event event) {
		String json = event.payload().json();
		Publication outer = this.current.get();
		Publication publication = new Publication(() -> this.journal.add(event, event.topic(), json));
		this.current.set(publication);
		try {
			this.bus.publish(event);
			publication.accepted();
		}
		finally {
			this.current.set(outer);
		}
	}

	@Override
	public void publish(String topic, @Nullable Object payload) {
		publish(new Event(Topic.parse(topic), Payload.of(payload, this.mapper)));
	}

	@Override
	public Subscription subscribe(TopicPattern pattern, Subscriber subscriber) {
		return this.bus.subscribe(pattern, new RecordedSubscriber(subscriber, this.current::get));
	}

	/**
	 * Take the first event that was published to a matching topic and not taken yet,
	 * waiting up to 10 seconds for it.
	 * @throws AssertionError if there is none in time
	 */
	public Event expectEvent(String pattern) {
		return this.journal.take(TopicPattern.parse(pattern), (event) -> true, PATIENCE);
	}

	/**
	 * Fail if an event was published to a matching topic and not taken yet. Waits for
	 * nothing.
	 */
	public void expectNoEvent(String pattern) {
		this.journal.mustNotHold(TopicPattern.parse(pattern));
	}

	/**
	 * What was published and not taken yet, in order.
	 */
	public List<Event> events() {
		return this.journal.all();
	}

	/** Forget what was published. */
	public void clear() {
		this.journal.clear();
	}

}
