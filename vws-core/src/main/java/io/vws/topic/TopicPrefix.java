package io.vws.topic;

import org.jspecify.annotations.Nullable;

/**
 * First levels of topics, such as {@code tenants/acme}. Immutable; two prefixes are equal
 * if their text is equal. Levels are compared as a whole, so {@code team1} is a prefix of
 * {@code team1/a} and of {@code team1} itself, and not of {@code team10}.
 */
public final class TopicPrefix {

	private final String text;

	private TopicPrefix(String text) {
		this.text = text;
	}

	/**
	 * Parse and validate a prefix.
	 * @param text the levels, as those of a {@link Topic} and without a {@code /} at the
	 * end
	 * @return the prefix
	 * @throws InvalidTopicException if the text is no valid topic or ends with {@code /}
	 */
	public static TopicPrefix parse(String text) {
		Topic.parse(text);
		if (text.charAt(text.length() - 1) == Levels.SEPARATOR) {
			throw new InvalidTopicException("a prefix must not end with '/'", text.length() - 1);
		}
		return new TopicPrefix(text);
	}

	/**
	 * The prefix as it was parsed.
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Whether the topic is the prefix itself or lies below it.
	 */
	public boolean covers(Topic topic) {
		String other = topic.text();
		return other.startsWith(this.text)
				&& (other.length() == this.text.length() || other.charAt(this.text.length()) == Levels.SEPARATOR);
	}

	/**
	 * Return the topic of that name below the prefix.
	 * @throws InvalidTopicException if the prefix makes the topic too long
	 */
	public Topic prepend(Topic topic) {
		try {
			return Topic.parse(prepend(topic.text()));
		}
		catch (InvalidTopicException ex) {
			throw behindPrefix(ex);
		}
	}

	/**
	 * Return the pattern that matches below the prefix what the given one matches at the
	 * root, and also what begins with {@code $} there.
	 * @throws InvalidTopicException if the prefix makes the pattern too long
	 */
	public TopicPattern prepend(TopicPattern pattern) {
		try {
			return TopicPattern.parse(prepend(pattern.text()));
		}
		catch (InvalidTopicException ex) {
			throw behindPrefix(ex);
		}
	}

	/** Who gave the text counts from its beginning. */
	private InvalidTopicException behindPrefix(InvalidTopicException ex) {
		return new InvalidTopicException(ex.reason(), ex.index() - this.text.length() - 1);
	}

	/**
	 * Return the prefix and a text behind it, which is not checked.
	 */
	public String prepend(String text) {
		return this.text + Levels.SEPARATOR + text;
	}

	/**
	 * Return the topic without the prefix.
	 * @return {@code null} if the topic does not lie below the prefix; the prefix itself
	 * does not
	 */
	public @Nullable Topic strip(Topic topic) {
		int start = this.text.length() + 1;
		return (covers(topic) && topic.text().length() > start) ? Topic.parse(topic.text().substring(start)) : null;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TopicPrefix prefix && prefix.text.equals(this.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
