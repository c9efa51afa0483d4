package io.vws.server;

import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import io.vws.topic.TopicPrefix;
import org.jspecify.annotations.Nullable;

/**
 * What one client calls the topics of the bus: as the bus does, or by the names below a
 * prefix of the client's own.
 *
 * @param prefix the prefix, {@code null} for the names of the bus
 */
record ClientNames(@Nullable TopicPrefix prefix) {

	/** The names of the bus. */
	static final ClientNames OF_THE_BUS = new ClientNames(null);

	/**
	 * Return the topic that the client means.
	 * @throws InvalidTopicException if the text is not valid or too long below the prefix
	 */
	Topic topic(String text) {
		Topic topic = Topic.parse(text);
		return (this.prefix != null) ? this.prefix.prepend(topic) : topic;
	}

	/**
	 * Return the pattern that the client means.
	 * @throws InvalidTopicException if the text is not valid or too long below the prefix
	 */
	TopicPattern pattern(String text) {
		return pattern(TopicPattern.parse(text));
	}

	/**
	 * Return the pattern that the client means.
	 * @throws InvalidTopicException if it is too long below the prefix
	 */
	TopicPattern pattern(TopicPattern pattern) {
		return (this.prefix != null) ? this.prefix.prepend(pattern) : pattern;
	}

	/**
	 * Return the text of the pattern that the client means, without looking whether it is
	 * valid.
	 */
	String patternText(String text) {
		return (this.prefix != null) ? this.prefix.prepend(text) : text;
	}

	/**
	 * Return what the client calls a topic.
	 * @return {@code null} if it has no name for it
	 */
	@Nullable String name(Topic topic) {
		if (this.prefix == null) {
			return topic.text();
		}
		Topic name = this.prefix.strip(topic);
		return (name != null) ? name.text() : null;
	}

	/**
	 * Whether a pattern of the client matches a topic by the client's names too, if it
	 * does by those of the bus: behind a prefix, a wildcard matches what begins with
	 * {@code $}, and for the client it must not.
	 */
	boolean keepsMatch(TopicPattern pattern, Topic topic) {
		if (this.prefix == null) {
			return true;
		}
		int start = this.prefix.text().length() + 1;
		boolean reserved = topic.text().startsWith("$", start);
		return !reserved || pattern.text().startsWith("$", start);
	}

}
