package io.vws.spring.client;

import java.util.Map;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import io.vws.bus.Payload;
import io.vws.client.RequestRefusedException;
import io.vws.client.VwsClientException;
import io.vws.log.LogThrottle;
import io.vws.topic.Topic;
import io.vws.wire.NackCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes to the bus as if the event had come from a client, and answers as a server
 * would.
 */
final class LocalPublisher {

	private final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(LocalPublisher.class));

	private final EventBus bus;

	private final JsonMapper mapper;

	LocalPublisher(EventBus bus, JsonMapper mapper) {
		this.bus = bus;
		this.mapper = mapper;
	}

	/** Return an event with the payload as JSON text, and without headers. */
	Event event(String topic, @Nullable Object payload) {
		Topic parsed = Topic.parse(topic);
		if (payload == null) {
			throw new IllegalArgumentException("An event needs a payload");
		}
		Payload json = Payload.ofJson(this.mapper.writeValueAsString(payload), this.mapper);
		return new Event(parsed, json, Map.of(), null);
	}

	/**
	 * Publish an event.
	 * @return why it was refused, {@code null} if the bus took it
	 */
	@Nullable VwsClientException publish(Event event) {
		if (event.payload().json().equals("null")) {
			return refusal(NackCode.DATA_REQUIRED);
		}
		try {
			this.bus.publish(event);
			return null;
		}
		catch (EventRefusedException ex) {
			return refusal((ex.reason() == EventRefusedException.Reason.BUSY) ? NackCode.BUSY : NackCode.INTERNAL);
		}
		catch (RuntimeException ex) {
			this.failures.failed(ex, "The event bus failed to take an event");
			return refusal(NackCode.INTERNAL);
		}
	}

	private static RequestRefusedException refusal(NackCode code) {
		return new RequestRefusedException(code.code(), code.text());
	}

}
