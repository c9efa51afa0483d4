package io.vws.spring.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A topic in which levels may be placeholders, parsed once. Immutable.
 */
final class TopicTemplate {

	private final List<Level> levels;

	private TopicTemplate(List<Level> levels) {
		this.levels = levels;
	}

	/**
	 * Parse a template.
	 * @param text the template, such as <code>orders/{id}/status</code>
	 * @param placeholders what the placeholders mean
	 * @throws InvalidTemplateException if the template is not a topic with placeholders,
	 * or a placeholder means nothing
	 */
	static TopicTemplate parse(String text, Placeholders placeholders) {
		List<Level> levels = new ArrayList<>();
		for (String level : text.split("/", -1)) {
			levels.add(Level.parse(level, placeholders));
		}
		TopicTemplate template = new TopicTemplate(levels);
		try {
			Topic.parse(template.join((level) -> (level.placeholder != null) ? "x" : level.text));
		}
		catch (InvalidTopicException ex) {
			throw new InvalidTemplateException("is not valid: " + ex.getMessage());
		}
		return template;
	}

	/**
	 * Return the topic with the values of a source, such as an event.
	 * @throws EventMappingException if a value cannot be a level of a topic
	 */
	Topic expand(Object source) {
		try {
			return Topic.parse(join((level) -> level.value(source)));
		}
		catch (InvalidTopicException ex) {
			throw EventMappingException.topicRefused("the topic is not valid: " + ex.getMessage());
		}
	}

	private String join(Function<Level, String> text) {
		StringBuilder topic = new StringBuilder();
		for (int i = 0; i < this.levels.size(); i++) {
			String level = text.apply(this.levels.get(i));
			if (i == 0 && this.levels.get(0).placeholder != null && level.startsWith("$")) {
				throw EventMappingException.topicRefused("a value may not begin the topic with '$'");
			}
			topic.append((i > 0) ? "/" : "").append(level);
		}
		return topic.toString();
	}

	/**
	 * One level.
	 *
	 * @param text the text, unless it is a placeholder
	 */
	private record Level(String text, @Nullable Placeholder placeholder) {

		static Level parse(String level, Placeholders placeholders) {
			if (!level.contains("{") && !level.contains("}")) {
				return new Level(level, null);
			}
			String name = (level.startsWith("{") && level.endsWith("}")) ? level.substring(1, level.length() - 1) : "";
			if (!StringUtils.hasText(name) || name.contains("{") || name.contains("}")) {
				throw new InvalidTemplateException("is not valid: a placeholder must be a whole level, such as {id}");
			}
			return new Level("", placeholders.find(name));
		}

		String value(Object source) {
			return (this.placeholder != null) ? this.placeholder.level(source) : this.text;
		}

	}

}
