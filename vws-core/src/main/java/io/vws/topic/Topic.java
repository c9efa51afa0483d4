package io.vws.topic;

import java.util.List;

/**
 * Name of what an event is about, such as {@code sensor/kitchen/temperature}. Immutable;
 * two topics are equal if their text is equal.
 * <ul>
 * <li>Levels are divided by {@code /}. A level may be empty: {@code /} has two of them.
 * <li>{@code +} and {@code #} are for patterns and stand nowhere in a topic.
 * <li>A topic whose first level begins with {@code $} is out of reach for patterns that
 * begin with a wildcard.
 * <li>U+0000 and unpaired surrogates are refused.
 * </ul>
 *
 * @see TopicPattern
 */
public final class Topic {

	/** Longest accepted topic or pattern, in UTF-8 bytes: {@value}. */
	public static final int MAX_LENGTH = 1024;

	/** Most levels of a topic or pattern: {@value}. */
	public static final int MAX_LEVELS = 64;

	private final String text;

	private final String[] levels;

	private Topic(String text, String[] levels) {
		this.text = text;
		this.levels = levels;
	}

	/**
	 * Parse and validate a topic.
	 * @param text the topic, 1 to {@value #MAX_LENGTH} UTF-8 bytes in at most
	 * {@value #MAX_LEVELS} levels
	 * @return the topic
	 * @throws InvalidTopicException if the text breaks a rule of this class
	 */
	public static Topic parse(String text) {
		int count = Levels.check(text);
		int plus = text.indexOf('+');
		int hash = text.indexOf('#');
		if (plus != -1 || hash != -1) {
			int first = (plus == -1 || (hash != -1 && hash < plus)) ? hash : plus;
			throw new InvalidTopicException("'" + text.charAt(first) + "' is not allowed in a topic", first);
		}
		return new Topic(text, Levels.split(text, count));
	}

	/**
	 * The topic as it was parsed.
	 */
	public String text() {
		return this.text;
	}

	/**
	 * The levels in order; at least one.
	 * @return an unmodifiable list
	 */
	public List<String> levels() {
		return List.of(this.levels);
	}

	int levelCount() {
		return this.levels.length;
	}

	String level(int index) {
		return this.levels[index];
	}

	/**
	 * The levels from the index on, joined by {@code /}; empty if there are none.
	 */
	String rest(int index) {
		int start = 0;
		for (int i = 0; i < index; i++) {
			start += this.levels[i].length() + 1;
		}
		return (start <= this.text.length()) ? this.text.substring(start) : "";
	}

	/**
	 * Whether a wildcard in the first level cannot match this topic.
	 */
	boolean isReserved() {
		return this.text.charAt(0) == '$';
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Topic topic && topic.text.equals(this.text);
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
