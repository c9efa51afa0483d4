package io.vws.topic;

import org.jspecify.annotations.Nullable;

/**
 * The values registered under one pattern text; no value stands in it twice, compared by
 * identity. Any thread may read. Only the holder of the tree's lock calls
 * {@link #contains}, {@link #with} and {@link #without}; the last two return what takes
 * the place of this object, which may be itself.
 */
abstract sealed class PatternValues<S> extends Matches<S> permits SingleValue, ManyValues {

	private final String pattern;

	PatternValues(String pattern) {
		this.pattern = pattern;
	}

	final String pattern() {
		return this.pattern;
	}

	@Override
	public final int patternCount() {
		return 1;
	}

	@Override
	final Matches<S> and(PatternValues<S> more) {
		return new SeveralMatches<>(this, more);
	}

	/**
	 * The number of places that an iteration looks at; at most about twice the number of
	 * values.
	 */
	abstract int slots();

	abstract boolean contains(S value);

	/**
	 * Add a value that is not contained.
	 */
	abstract PatternValues<S> with(S value);

	/**
	 * Remove a value that is contained.
	 * @return {@code null} if that was the last one
	 */
	abstract @Nullable PatternValues<S> without(S value);

}
