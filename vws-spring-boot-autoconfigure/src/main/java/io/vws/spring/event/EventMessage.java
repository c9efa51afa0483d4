package io.vws.spring.event;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.client.ReceivedEvent;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;

/**
 * An event as the message that a listener's method is called with. Immutable.
 */
final class EventMessage implements Message<Payload> {

	private final Payload payload;

	private final Map<String, String> variables;

	private final MessageHeaders headers;

	private final @Nullable Event event;

	private final @Nullable ReceivedEvent received;

	private EventMessage(Payload payload, Map<String, String> variables, Headers headers, @Nullable Event event,
			@Nullable ReceivedEvent received) {
		this.payload = payload;
		this.variables = variables;
		this.headers = headers;
		this.event = event;
		this.received = received;
	}

	/** The message of an event of the bus. */
	static EventMessage of(Event event, TopicPattern pattern) {
		Map<String, String> variables = pattern.variables(event.topic());
		return new EventMessage(event.payload(), variables,
				Headers.of(event.headers(), event.topic().text(), variables), event, null);
	}

	/** The message of an event that a client received. */
	static EventMessage of(ReceivedEvent event, JsonMapper mapper) {
		Map<String, String> variables = event.variables();
		return new EventMessage(Payload.ofJson(event.json(), mapper), variables,
				Headers.of(event.headers(), event.topic(), variables), null, event);
	}

	@Override
	public Payload getPayload() {
		return this.payload;
	}

	@Override
	public MessageHeaders getHeaders() {
		return this.headers;
	}

	/** Headers that travelled with the event. */
	Map<String, String> travelled() {
		if (this.event != null) {
			return this.event.headers();
		}
		return (this.received != null) ? this.received.headers() : Map.of();
	}

	/** What the named wildcards of the pattern stand for. */
	Map<String, String> variables() {
		return this.variables;
	}

	/** The event of the bus, if it is one. */
	@Nullable Event event() {
		return this.event;
	}

	/** The event of a client, if it is one. */
	@Nullable ReceivedEvent received() {
		return this.received;
	}

	@Override
	public String toString() {
		return "EventMessage[" + this.headers.get(VwsListener.TOPIC_HEADER) + "]";
	}

	/** Headers without the id and the time of Spring's messages. */
	private static final class Headers extends MessageHeaders {

		private static final long serialVersionUID = 1L;

		private Headers(Map<String, Object> headers) {
			super(headers, ID_VALUE_NONE, -1L);
			getRawHeaders().putAll(headers); // also those named as Spring names its own
		}

		@Override
		public @Nullable UUID getId() {
			return null;
		}

		@Override
		public @Nullable Long getTimestamp() {
			return null;
		}

		static Headers of(Map<String, String> headers, String topic, Map<String, String> variables) {
			Map<String, Object> all = new HashMap<>(headers);
			all.put(VwsListener.TOPIC_HEADER, topic);
			all.put(DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER, variables);
			return new Headers(all);
		}

	}

}
