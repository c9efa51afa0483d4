package io.vws.topic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Subscription pattern such as {@code sensor/+room/#}. Immutable; two patterns are equal
 * if their text is equal, so {@code a/+} and {@code a/+x} differ although they match the
 * same topics.
 * <ul>
 * <li>{@code +} or {@code +name} matches exactly one level, which may be empty.
 * <li>{@code #} or {@code #name} matches its parent and everything below; it must be the
 * last level.
 * <li>Any other level matches itself, compared exactly.
 * <li>A pattern that begins with a wildcard does not match a topic that begins with
 * {@code $}.
 * <li>A name is {@code [A-Za-z_][A-Za-z0-9_]*} and stands once in a pattern.
 * </ul>
 * The limits of {@link Topic} hold for the text of a pattern too.
 * <p>
 * {@link #matches(Topic)} allocates nothing. What compares two patterns divides them into
 * levels anew: a pattern stays small, because there may be a million of them, and
 * patterns are compared only when somebody subscribes.
 */
public final class TopicPattern {

	private final String text;

	/** A byte, so that the object has 24 bytes and not 32. */
	private final byte levelCount;

	private final boolean wildcards;

	private final List<Variable> variables;

	private TopicPattern(String text, int levelCount, List<Variable> variables) {
		this.text = text;
		this.levelCount = (byte) levelCount;
		this.wildcards = text.indexOf('+') != -1 || text.indexOf('#') != -1;
		this.variables = variables;
	}

	/**
	 * Parse and validate a pattern.
	 * @param text the pattern, 1 to {@value Topic#MAX_LENGTH} UTF-8 bytes in at most
	 * {@value Topic#MAX_LEVELS} levels
	 * @return the pattern
	 * @throws InvalidTopicException if the text breaks a rule of this class
	 */
	public static TopicPattern parse(String text) {
		int count = Levels.check(text);
		return new TopicPattern(text, count, PatternRules.variables(text, count));
	}

	/**
	 * The pattern as it was parsed, names included.
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Whether the pattern can match more than one topic.
	 */
	public boolean hasWildcards() {
		return this.wildcards;
	}

	/**
	 * The names of the wildcards in the order in which they stand.
	 * @return an unmodifiable list, empty if no wildcard has a name
	 */
	public List<String> variableNames() {
		return this.variables.stream().map(Variable::name).toList();
	}

	/**
	 * Whether the topic matches.
	 * @throws InvalidTopicException if the text is not a valid topic; a pattern is never
	 * taken for one
	 */
	public boolean matches(String topic) {
		return matches(Topic.parse(topic));
	}

	/**
	 * Whether the topic matches. Takes time linear in the length of the two.
	 */
	public boolean matches(Topic topic) {
		if (!this.wildcards) {
			return this.text.equals(topic.text());
		}
		if (topic.isReserved() && this.text.charAt(0) != '$') {
			return false; // another literal, or a wildcard that must not match
		}
		int start = 0;
		for (int i = 0; i < topic.levelCount(); i++) {
			if (this.text.startsWith("#", start)) {
				return true;
			}
			if (start > this.text.length()) {
				return false;
			}
			int end = Levels.end(this.text, start);
			if (!this.text.startsWith("+", start) && !isLevel(start, end, topic.level(i))) {
				return false;
			}
			start = end + 1;
		}
		return start > this.text.length() || this.text.startsWith("#", start);
	}

	private boolean isLevel(int start, int end, String level) {
		return end - start == level.length() && this.text.startsWith(level, start);
	}

	/**
	 * What the named wildcards stand for in a topic: {@code +name} for its level,
	 * {@code #name} for the remaining levels joined by {@code /}, empty if none remain.
	 * @param topic a topic that this pattern matches
	 * @return an unmodifiable map from each name to its value, in the order of the names
	 * @throws IllegalArgumentException if the topic does not match
	 */
	public Map<String, String> variables(Topic topic) {
		if (!matches(topic)) {
			throw new IllegalArgumentException("The topic does not match the pattern");
		}
		Map<String, String> values = new LinkedHashMap<>();
		for (Variable variable : this.variables) {
			int level = variable.level();
			values.put(variable.name(), variable.rest() ? topic.rest(level) : topic.level(level));
		}
		return Collections.unmodifiableMap(values);
	}

	/**
	 * What the named wildcards stand for in <em>every</em> topic that matches both this
	 * pattern and the other one. A name that the other pattern leaves open is absent:
	 * {@code +name} if its level meets a wildcard, {@code #name} if any wildcard of the
	 * other pattern stands at its level or below.
	 * @param other a pattern that overlaps this one
	 * @return an unmodifiable map from each bound name to its value, in the order of the
	 * names
	 * @throws IllegalArgumentException if the patterns do not overlap
	 */
	public Map<String, String> variables(TopicPattern other) {
		if (!overlaps(other)) {
			throw new IllegalArgumentException("The patterns do not overlap");
		}
		PatternPath path = PatternPath.of(other);
		Map<String, String> values = new LinkedHashMap<>();
		for (Variable variable : this.variables) {
			int level = variable.level();
			String value = variable.rest() ? path.literalsFrom(level) : path.literal(level);
			if (value != null) {
				values.put(variable.name(), value);
			}
		}
		return Collections.unmodifiableMap(values);
	}

	/**
	 * Whether this pattern matches every topic that the other one matches. Takes time
	 * linear in the length of the two. Exact but for the limits of {@link Topic}: topics
	 * beyond them count as if they could exist.
	 */
	public boolean covers(TopicPattern other) {
		return PatternPath.of(this).covers(PatternPath.of(other));
	}

	/**
	 * Whether some topic matches both this pattern and the other one. Takes time linear
	 * in the length of the two. Exact but for the limits of {@link Topic}: topics beyond
	 * them count as if they could exist.
	 */
	public boolean overlaps(TopicPattern other) {
		return PatternPath.of(this).overlaps(PatternPath.of(other));
	}

	int levelCount() {
		return this.levelCount;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TopicPattern pattern && pattern.text.equals(this.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * A wildcard with a name.
	 *
	 * @param name the name, without the wildcard
	 * @param level the level in which it stands
	 * @param rest whether it is {@code #}
	 */
	record Variable(String name, int level, boolean rest) {
	}

}
