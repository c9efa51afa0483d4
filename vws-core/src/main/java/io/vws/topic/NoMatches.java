package io.vws.topic;

import java.util.function.Consumer;

/**
 * No pattern matches.
 */
final class NoMatches<S> extends Matches<S> {

	@Override
	public int patternCount() {
		return 0;
	}

	@Override
	public void forEach(Consumer<? super S> action) {
		// nothing to visit
	}

	@Override
	Matches<S> and(PatternValues<S> more) {
		return more;
	}

}
