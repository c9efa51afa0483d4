package io.vws.spring.event;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * What a placeholder of a template stands for.
 *
 * @param description what it is, for people, such as {@code property 'id'}
 * @param ofTopic whether its values are levels of a valid topic, which need no check
 * @param reader reads the value from what the template is expanded with
 */
record Placeholder(String description, boolean ofTopic, Function<Object, @Nullable Object> reader) {

	/**
	 * Return the value as text, empty if there is none.
	 * @throws EventMappingException if it cannot be read
	 */
	String text(Object source) {
		try {
			Object value = ObjectUtils.unwrapOptional(this.reader.apply(source));
			return (value != null) ? value.toString() : "";
		}
		catch (RuntimeException ex) {
			throw new EventMappingException(EventFailure.MAPPING_FAILED,
					this.description + " failed with " + ex.getClass().getName(), ex);
		}
	}

	/**
	 * Return the value as level of a topic.
	 * @throws EventMappingException if it cannot be read or is none
	 */
	String level(Object source) {
		String level = text(source);
		if (this.ofTopic) {
			return level;
		}
		if (level.isEmpty()) {
			throw EventMappingException.topicRefused(this.description + " has no value");
		}
		if (level.contains("/") || level.contains("+") || level.contains("#")) {
			throw EventMappingException.topicRefused(this.description + " has a '/', '+' or '#'");
		}
		return level;
	}

}
