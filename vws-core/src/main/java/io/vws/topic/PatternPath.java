package io.vws.topic;

import org.jspecify.annotations.Nullable;

/**
 * A pattern divided into levels, without names and in the one form that all patterns with
 * the same matches share: the way to its node in a {@link TopicTree}, and what patterns
 * are compared by.
 * <p>
 * Two texts are rewritten, because no topic is empty: {@code #} is {@code +/#}, and
 * {@code /#} is {@code /+/#}.
 */
final class PatternPath {

	/** Stands for {@code +} and {@code +name}; no literal level can look like it. */
	static final String ANY = "+";

	/** Stands for {@code #} and {@code #name}; no literal level can look like it. */
	static final String BELOW = "#";

	private final String[] levels;

	private final boolean open;

	private PatternPath(String[] levels, boolean open) {
		this.levels = levels;
		this.open = open;
	}

	static PatternPath of(TopicPattern pattern) {
		String[] levels = Levels.split(pattern.text(), pattern.levelCount());
		for (int i = 0; i < levels.length; i++) {
			if (levels[i].startsWith(ANY)) {
				levels[i] = ANY;
			}
		}
		int last = levels.length - 1;
		if (!levels[last].startsWith(BELOW)) {
			return new PatternPath(levels, false);
		}
		if (last == 0 || (last == 1 && levels[0].isEmpty())) {
			levels[last] = ANY;
			return new PatternPath(levels, true);
		}
		String[] above = new String[last];
		System.arraycopy(levels, 0, above, 0, last);
		return new PatternPath(above, true);
	}

	/**
	 * The number of steps from the root of the tree to the node of the pattern.
	 */
	int length() {
		return this.open ? this.levels.length + 1 : this.levels.length;
	}

	/**
	 * The step at the index: a literal level, {@link #ANY}, or at the end {@link #BELOW}.
	 */
	String step(int index) {
		return (index < this.levels.length) ? this.levels[index] : BELOW;
	}

	boolean covers(PatternPath other) {
		if (this.open ? other.levels.length < this.levels.length
				: other.open || other.levels.length != this.levels.length) {
			return false;
		}
		for (int i = 0; i < this.levels.length; i++) {
			boolean same = this.levels[i].equals(other.levels[i]);
			if (!same && !(isAny(i) && reachableAt(i, other.levels[i]))) {
				return false;
			}
		}
		return true;
	}

	boolean overlaps(PatternPath other) {
		int length = this.levels.length;
		int otherLength = other.levels.length;
		if ((!this.open && length < otherLength) || (!other.open && otherLength < length)) {
			return false;
		}
		for (int i = 0; i < Math.min(length, otherLength); i++) {
			String mine = this.levels[i];
			String theirs = other.levels[i];
			boolean meet = mine.equals(theirs) || (isAny(i) && reachableAt(i, theirs))
					|| (other.isAny(i) && reachableAt(i, mine));
			if (!meet) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The literal level at the index; {@code null} if the pattern leaves it open.
	 */
	@Nullable String literal(int index) {
		return (index < this.levels.length && !isAny(index)) ? this.levels[index] : null;
	}

	/**
	 * The levels from the index on joined by {@code /}, empty if there are none;
	 * {@code null} if the pattern leaves any of them open.
	 */
	@Nullable String literalsFrom(int index) {
		if (this.open) {
			return null;
		}
		StringBuilder joined = new StringBuilder();
		for (int i = index; i < this.levels.length; i++) {
			if (isAny(i)) {
				return null;
			}
			joined.append((i > index) ? "/" : "").append(this.levels[i]);
		}
		return joined.toString();
	}

	private boolean isAny(int index) {
		return this.levels[index].equals(ANY);
	}

	/**
	 * Whether a wildcard at the index matches the level: always, but for {@code $} in the
	 * first one.
	 */
	private static boolean reachableAt(int index, String level) {
		return index > 0 || !level.startsWith("$");
	}

}
