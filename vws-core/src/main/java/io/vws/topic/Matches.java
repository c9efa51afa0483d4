package io.vws.topic;

import java.util.function.Consumer;

/**
 * What a {@link TopicTree} found for a topic. Made to be used at once and dropped: it is
 * a view of the tree, and what it shows of later changes is not defined. If no pattern or
 * only one matched, it was made without allocation.
 *
 * @param <S> what is registered in the tree
 */
public abstract sealed class Matches<S> permits NoMatches, PatternValues, SeveralMatches {

	Matches() {
	}

	/**
	 * The number of patterns that matched, counted by text. If it is 1, no value stands
	 * twice in this result.
	 */
	public abstract int patternCount();

	/**
	 * Call the action once for each registration, a pair of a pattern and a value, in no
	 * particular order. Allocates nothing. Runs on the caller's thread and holds no lock:
	 * the action may change the tree. If it throws, the rest is not visited.
	 */
	public abstract void forEach(Consumer<? super S> action);

	/**
	 * Call the action once for each value, however many patterns brought it, otherwise
	 * like {@link #forEach}. Allocates only if several patterns matched, and then in
	 * proportion to the values that all but the most frequented of them hold.
	 */
	public void forEachDistinct(Consumer<? super S> action) {
		forEach(action);
	}

	/**
	 * This result and the values of one more pattern.
	 */
	abstract Matches<S> and(PatternValues<S> more);

}
