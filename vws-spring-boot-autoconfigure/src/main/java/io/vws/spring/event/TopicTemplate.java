package io.vws.spring.event;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * The topic of an event type, parsed once: levels that are text or the property of an
 * event. Immutable.
 */
final class TopicTemplate {

	private final List<Level> levels;

	private TopicTemplate(List<Level> levels) {
		this.levels = levels;
	}

	/**
	 * Parse a template.
	 * @param text the template, such as <code>orders/{id}/status</code>
	 * @param type the type of the events
	 * @throws IllegalStateException if the template is not a topic with placeholders, or
	 * names a property that the type does not have
	 */
	static TopicTemplate parse(String text, Class<?> type) {
		List<Level> levels = new ArrayList<>();
		for (String level : text.split("/", -1)) {
			levels.add(Level.parse(level, text, type));
		}
		TopicTemplate template = new TopicTemplate(levels);
		try {
			Topic.parse(template.join((level) -> (level.property != null) ? "x" : level.text));
		}
		catch (InvalidTopicException ex) {
			throw new IllegalStateException(describe(text, type) + " is not valid: " + ex.getMessage(), ex);
		}
		return template;
	}

	private static String describe(String text, Class<?> type) {
		return "@VwsTopic(\"" + text + "\") on " + type.getName();
	}

	/**
	 * Return the topic of an event.
	 * @throws TopicRefusedException if a value cannot be a level of a topic
	 */
	Topic expand(Object event) {
		try {
			return Topic.parse(join((level) -> level.value(event)));
		}
		catch (InvalidTopicException ex) {
			throw new TopicRefusedException("the topic is not valid: " + ex.getMessage());
		}
	}

	private String join(Function<Level, String> text) {
		StringBuilder topic = new StringBuilder();
		for (int i = 0; i < this.levels.size(); i++) {
			String level = text.apply(this.levels.get(i));
			if (i == 0 && this.levels.get(0).property != null && level.startsWith("$")) {
				throw new TopicRefusedException("a value may not begin the topic with '$'");
			}
			topic.append((i > 0) ? "/" : "").append(level);
		}
		return topic.toString();
	}

	/** A value of an event cannot be a level of a topic. */
	static final class TopicRefusedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TopicRefusedException(String message) {
			super(message, null, false, false);
		}

	}

	/**
	 * One level.
	 *
	 * @param text the text, or the name of the property
	 * @param property reads the property, {@code null} for text
	 */
	private record Level(String text, @Nullable Method property) {

		static Level parse(String level, String template, Class<?> type) {
			if (!level.contains("{") && !level.contains("}")) {
				return new Level(level, null);
			}
			String name = (level.startsWith("{") && level.endsWith("}")) ? level.substring(1, level.length() - 1) : "";
			Assert.state(StringUtils.hasText(name) && !name.contains("{") && !name.contains("}"),
					() -> describe(template, type)
							+ " is not valid: a placeholder must be a whole level, such as {id}");
			Method method = findAccessor(type, name);
			Assert.state(method != null,
					() -> describe(template, type) + " names '" + name + "', but the type has no such property");
			ReflectionUtils.makeAccessible(method);
			return new Level(name, method);
		}

		private static @Nullable Method findAccessor(Class<?> type, String name) {
			String capitalized = StringUtils.capitalize(name);
			for (String candidate : List.of(name, "get" + capitalized, "is" + capitalized)) {
				Method method = ReflectionUtils.findMethod(type, candidate);
				if (method != null && method.getReturnType() != void.class) {
					return method;
				}
			}
			return null;
		}

		String value(Object event) {
			if (this.property == null) {
				return this.text;
			}
			String level = read(this.property, event);
			if (level.isEmpty()) {
				throw new TopicRefusedException("property '" + this.text + "' has no value");
			}
			if (level.contains("/") || level.contains("+") || level.contains("#")) {
				throw new TopicRefusedException("property '" + this.text + "' has a '/', '+' or '#'");
			}
			return level;
		}

		private String read(Method property, Object event) {
			try {
				Object value = ReflectionUtils.invokeMethod(property, event);
				return (value != null) ? value.toString() : "";
			}
			catch (RuntimeException ex) {
				throw new TopicRefusedException("property '" + this.text + "' failed with " + ex.getClass().getName());
			}
		}

	}

}
