package io.vws.client;

import java.util.Map;

import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event that reached a subscription. Immutable. The payload is the text that was sent,
 * converted only for who asks, so numbers keep their precision.
 */
public final class ReceivedEvent {

	private final Topic topic;

	private final TopicPattern pattern;

	private final String json;

	private final Map<String, String> headers;

	private final JsonMapper mapper;

	/**
	 * Create an event.
	 * @param topic what it is about
	 * @param pattern the pattern of the subscription, which matches the topic
	 * @param json JSON text of the payload
	 * @param headers headers of the message; copied
	 * @param mapper converts the payload
	 */
	public ReceivedEvent(Topic topic, TopicPattern pattern, String json, Map<String, String> headers,
			JsonMapper mapper) {
		this.topic = topic;
		this.pattern = pattern;
		this.json = json;
		this.headers = Map.copyOf(headers);
		this.mapper = mapper;
	}

	/**
	 * The concrete topic.
	 */
	public String topic() {
		return this.topic.text();
	}

	/**
	 * The pattern of the subscription.
	 */
	public String pattern() {
		return this.pattern.text();
	}

	/**
	 * What the named wildcards of the pattern stand for in the topic.
	 */
	public Map<String, String> variables() {
		return this.pattern.variables(this.topic);
	}

	/**
	 * What a named wildcard of the pattern stands for in the topic.
	 * @throws IllegalArgumentException if the pattern has no such name
	 */
	public String variable(String name) {
		String value = variables().get(name);
		if (value == null) {
			throw new IllegalArgumentException("The pattern '" + this.pattern + "' has no variable '" + name + "'");
		}
		return value;
	}

	/**
	 * Headers of the message, such as {@code traceparent}; immutable.
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * The payload as JSON text.
	 */
	public String json() {
		return this.json;
	}

	/**
	 * Convert the payload.
	 * @throws JacksonException if it does not fit the type
	 */
	public <T> T payload(Class<T> type) {
		return required(this.mapper.readValue(this.json, type));
	}

	/**
	 * Convert the payload to a generic type.
	 * @throws JacksonException if it does not fit the type
	 */
	public <T> T payload(TypeReference<T> type) {
		return required(this.mapper.readValue(this.json, type));
	}

	/** What a server's application publishes may be null. */
	private static <T> T required(@Nullable T payload) {
		if (payload == null) {
			throw new IllegalStateException("The payload is null");
		}
		return payload;
	}

	@Override
	public String toString() {
		return "ReceivedEvent[" + this.topic + "]";
	}

}
