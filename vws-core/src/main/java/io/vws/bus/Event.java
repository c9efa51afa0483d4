package io.vws.bus;

import java.util.Map;
import java.util.function.Function;

import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Something that was published: a payload on a topic, with headers. Immutable, except
 * that it remembers what was made of it for sending, so that all connections share that.
 */
public final class Event {

	/** Beyond it, what was made first is forgotten. */
	private static final int MOST_ENCODINGS = 8;

	private final Topic topic;

	private final Payload payload;

	private final Map<String, String> headers;

	private final @Nullable Peer sender;

	private volatile @Nullable Encoding encoding;

	/**
	 * Create an event.
	 * @param headers headers that travel with the event, such as {@code traceparent};
	 * copied
	 * @param sender the client that sent the event, {@code null} if the application
	 * itself publishes it
	 */
	public Event(Topic topic, Payload payload, Map<String, String> headers, @Nullable Peer sender) {
		this.topic = topic;
		this.payload = payload;
		this.headers = Map.copyOf(headers);
		this.sender = sender;
	}

	/**
	 * Create an event of the application, without headers.
	 */
	public Event(Topic topic, Payload payload) {
		this(topic, payload, Map.of(), null);
	}

	/**
	 * The topic published to.
	 */
	public Topic topic() {
		return this.topic;
	}

	/**
	 * What was published.
	 */
	public Payload payload() {
		return this.payload;
	}

	/**
	 * Headers that travel with the event; immutable.
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * The client that sent the event.
	 * @return the client or {@code null} if the application itself published it
	 */
	public @Nullable Peer sender() {
		return this.sender;
	}

	/**
	 * Return this event with another topic.
	 */
	public Event withTopic(Topic topic) {
		return new Event(topic, this.payload, this.headers, this.sender);
	}

	/**
	 * Return this event with another payload.
	 */
	public Event withPayload(Payload payload) {
		return new Event(this.topic, payload, this.headers, this.sender);
	}

	/**
	 * Return this event with other headers.
	 * @param headers all headers that the event has from now on; copied
	 */
	public Event withHeaders(Map<String, String> headers) {
		return new Event(this.topic, this.payload, headers, this.sender);
	}

	/**
	 * Return what an encoder makes of this event, made once and then remembered. Encoders
	 * that are equal share a result. The event remembers those of the last
	 * {@value #MOST_ENCODINGS} encoders, so it pays to use the same ones everywhere.
	 */
	public <T> T encoded(Function<? super Event, T> encoder) {
		Encoding found = find(encoder);
		if (found == null) {
			T made = encoder.apply(this); // may have others encode this event too
			Encoding others = this.encoding;
			found = new Encoding(encoder, made, (length(others) < MOST_ENCODINGS) ? others : null);
			this.encoding = found;
		}
		@SuppressWarnings("unchecked") // made by this very encoder, or an equal one
		T result = (T) found.result;
		return result;
	}

	private @Nullable Encoding find(Function<? super Event, ?> encoder) {
		for (Encoding next = this.encoding; next != null; next = next.older) {
			if (next.encoder == encoder || next.encoder.equals(encoder)) {
				return next;
			}
		}
		return null;
	}

	private static int length(@Nullable Encoding encodings) {
		int length = 0;
		for (Encoding next = encodings; next != null; next = next.older) {
			length++;
		}
		return length;
	}

	@Override
	public String toString() {
		return "Event[" + this.topic + "]";
	}

	private record Encoding(Function<? super Event, ?> encoder, Object result, @Nullable Encoding older) {
	}

}
