package io.vws.bus;

import java.util.Map;
import java.util.function.Function;

import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Something that was published: a payload on a topic, with headers. Immutable, except
 * that it remembers one encoding of itself, so that all connections share it.
 */
public final class Event {

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
	 * Return what an encoder makes of this event, made once and then remembered. The
	 * event remembers the result of the encoder that was asked last, so it pays to use
	 * the same one everywhere.
	 */
	public <T> T encoded(Function<? super Event, T> encoder) {
		Encoding remembered = this.encoding;
		if (remembered == null || remembered.encoder != encoder) {
			remembered = new Encoding(encoder, encoder.apply(this));
			this.encoding = remembered;
		}
		@SuppressWarnings("unchecked") // made by this very encoder
		T result = (T) remembered.result;
		return result;
	}

	@Override
	public String toString() {
		return "Event[" + this.topic + "]";
	}

	private record Encoding(Function<? super Event, ?> encoder, Object result) {
	}

}
