package io.vws.spring.client;

import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;

/**
 * Levels that a bridge puts before topics. Immutable.
 */
public final class TopicPrefix {

	/** Changes nothing. */
	public static final TopicPrefix NONE = new TopicPrefix("");

	private final String text;

	private TopicPrefix(String text) {
		this.text = text;
	}

	/**
	 * Return a prefix.
	 * @param levels levels without wildcards, such as {@code shops/7}; empty for none
	 * @throws InvalidTopicException if they could not begin a topic
	 */
	public static TopicPrefix of(String levels) {
		return levels.isEmpty() ? NONE : new TopicPrefix(Topic.parse(levels).text() + "/");
	}

	/**
	 * Return a topic with the prefix.
	 * @throws InvalidTopicException if it is too long or has too many levels
	 */
	Topic before(Topic topic) {
		return this.text.isEmpty() ? topic : Topic.parse(this.text + topic.text());
	}

	/**
	 * Return a pattern that matches the topics that another one matches, with the prefix
	 * before them. Beside these it may match {@code $} topics with the prefix, and after
	 * {@code #} the prefix itself.
	 * @throws InvalidTopicException if it is too long or has too many levels
	 */
	public TopicPattern before(TopicPattern pattern) {
		return this.text.isEmpty() ? pattern : TopicPattern.parse(this.text + pattern.text());
	}

}
