package io.vws.spring.event;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How application events of one type become events of the bus.
 *
 * @param topic makes the topic
 * @param headers makes the headers, by name
 * @param payload makes the payload
 * @param phase when the event is published, {@code null} for the usual time
 */
record EventRoute(Function<Object, Topic> topic, Map<String, Function<Object, @Nullable String>> headers,
		Function<Object, @Nullable Object> payload, @Nullable PublishPhase phase) {

	/**
	 * Map an event.
	 * @throws EventMappingException if that fails
	 */
	Event map(Object event, JsonMapper mapper) {
		Topic topic = applied("the topic", this.topic, event);
		Map<String, String> headers = new HashMap<>();
		this.headers.forEach((name, value) -> {
			String text = applied("the header '" + name + "'", value, event);
			if (text != null) {
				headers.put(name, text);
			}
		});
		Object payload = applied("the payload mapper", this.payload, event);
		return new Event(topic, Payload.of(payload, mapper), headers, null);
	}

	/** What the code of an application throws says nothing about the mapping. */
	private static <T extends @Nullable Object> T applied(String part, Function<Object, T> function, Object event) {
		try {
			return function.apply(event);
		}
		catch (EventMappingException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new EventMappingException(EventFailure.MAPPING_FAILED,
					part + " failed with " + ex.getClass().getName(), ex);
		}
	}

}
