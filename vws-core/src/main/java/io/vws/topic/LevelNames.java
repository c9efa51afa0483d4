package io.vws.topic;

import org.jspecify.annotations.Nullable;

/**
 * Lets the nodes of a tree share the text of their levels. In a tree with a million of
 * {@code site/<i>/sensor/+/temp} the text of two nodes out of three is the same: shared,
 * it is in the processor's caches when a match compares with it.
 * <p>
 * Remembers few texts and forgets them as others come: the common ones are back at once.
 * So the rest, which strangers choose, costs no memory. Not thread-safe.
 */
final class LevelNames {

	private static final int SLOTS = 1024;

	private static final int LONGEST = 32;

	private final @Nullable String[] names = new String[SLOTS];

	/**
	 * Return the text, or an equal one that was asked for before.
	 */
	String shared(String name) {
		if (name.length() > LONGEST) {
			return name;
		}
		int hash = name.hashCode();
		int slot = (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SLOTS - 1);
		String known = this.names[slot];
		if (known != null && known.equals(name)) {
			return known;
		}
		this.names[slot] = name;
		return name;
	}

}
