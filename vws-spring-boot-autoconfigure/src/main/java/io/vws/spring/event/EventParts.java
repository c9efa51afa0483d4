package io.vws.spring.event;

import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * What an annotation or a mapping says of events. Immutable.
 *
 * @param description whose it is, for people
 * @param topic where the events go, {@code null} if it does not say
 * @param headers the headers, by name
 * @param payload what the payload is, {@code null} if it does not say
 * @param phase when they are published, {@code null} if it does not say
 */
record EventParts(String description, @Nullable EventPart<Topic> topic,
		Map<String, EventPart<@Nullable String>> headers, @Nullable EventPart<@Nullable Object> payload,
		@Nullable PublishPhase phase) {

	EventParts {
		headers = new LinkedHashMap<>(headers);
		for (String name : headers.keySet()) {
			Assert.state(StringUtils.hasText(name) && !name.startsWith("vws-"),
					() -> description + ": '" + name + "' is not a name for a header of an application");
		}
	}

	/**
	 * What an annotation says.
	 * @throws IllegalStateException if the name of a header is missing or reserved
	 */
	static EventParts of(VwsTopic annotation, Class<?> type) {
		String description = "@VwsTopic on " + type.getName();
		Map<String, EventPart<@Nullable String>> headers = new LinkedHashMap<>();
		for (String header : annotation.headers()) {
			int equals = header.indexOf('=');
			Assert.state(equals != -1, () -> description + ": the header '" + header + "' is not name=value");
			headers.put(header.substring(0, equals).strip(), EventPart.text(header.substring(equals + 1).strip()));
		}
		PublishPhase[] phase = annotation.phase();
		Assert.state(phase.length <= 1, () -> description + ": there is more than one phase");
		return new EventParts(description, EventPart.topic(annotation.value()), headers,
				annotation.mapper().isEmpty() ? null : EventPart.bean(annotation.mapper(), description),
				(phase.length == 1) ? phase[0] : null);
	}

	/** Take what these do not say from others. */
	EventParts orElse(@Nullable EventParts others) {
		if (others == null) {
			return this;
		}
		Map<String, EventPart<@Nullable String>> all = new LinkedHashMap<>(others.headers);
		all.putAll(this.headers);
		return new EventParts(this.description, (this.topic != null) ? this.topic : others.topic, all,
				(this.payload != null) ? this.payload : others.payload,
				(this.phase != null) ? this.phase : others.phase);
	}

	/**
	 * Make the route of a type of events.
	 * @throws IllegalStateException if there is no topic, or a part is malformed, does
	 * not fit the type or names a bean that is not there
	 */
	EventRoute route(Placeholders placeholders, @Nullable BeanFactory beans) {
		EventPart<Topic> topic = this.topic;
		Assert.state(topic != null, () -> this.description + ": there is no topic, neither here nor by @VwsTopic");
		try {
			Map<String, Function<Object, @Nullable String>> headers = new LinkedHashMap<>();
			this.headers.forEach((name, value) -> headers.put(name, value.ready(placeholders, beans)));
			return new EventRoute(topic.ready(placeholders, beans), headers,
					(this.payload != null) ? this.payload.ready(placeholders, beans) : (event) -> event, this.phase);
		}
		catch (InvalidTemplateException ex) {
			throw new IllegalStateException(this.description + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Find what is wrong before there is an event.
	 * @param type type of the events; a sub type may have more than one that is not final
	 * @throws IllegalStateException if something is
	 */
	void check(Class<?> type) {
		boolean known = Modifier.isFinal(type.getModifiers());
		EventParts all = (known && this.topic == null) ? orElse(EventRoutes.annotated(type)) : this;
		EventPart<Topic> topic = (all.topic != null || known) ? all.topic : EventPart.topic("any");
		new EventParts(this.description, topic, this.headers, this.payload, this.phase)
			.route(known ? Placeholders.propertiesOf(type) : Placeholders.any(), null);
	}

}
