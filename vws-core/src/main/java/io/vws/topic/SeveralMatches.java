package io.vws.topic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The values of two patterns or more. Grows while it is collected, by one thread.
 */
final class SeveralMatches<S> extends Matches<S> {

	private final List<PatternValues<S>> patterns = new ArrayList<>(4);

	SeveralMatches(PatternValues<S> first, PatternValues<S> second) {
		this.patterns.add(first);
		this.patterns.add(second);
	}

	@Override
	public int patternCount() {
		return this.patterns.size();
	}

	@Override
	public void forEach(Consumer<? super S> action) {
		for (PatternValues<S> pattern : this.patterns) {
			pattern.forEach(action);
		}
	}

	/**
	 * Remembers what it visited, except for the largest set, which comes last: a thousand
	 * subscribers of one pattern and one of another cost a set of one.
	 */
	@Override
	public void forEachDistinct(Consumer<? super S> action) {
		PatternValues<S> largest = largest();
		Set<S> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		for (PatternValues<S> pattern : this.patterns) {
			if (pattern != largest) {
				pattern.forEach((value) -> {
					if (seen.add(value)) {
						action.accept(value);
					}
				});
			}
		}
		largest.forEach((value) -> {
			if (!seen.contains(value)) {
				action.accept(value);
			}
		});
	}

	private PatternValues<S> largest() {
		PatternValues<S> largest = this.patterns.get(0);
		for (PatternValues<S> pattern : this.patterns) {
			if (pattern.slots() > largest.slots()) {
				largest = pattern;
			}
		}
		return largest;
	}

	@Override
	Matches<S> and(PatternValues<S> more) {
		this.patterns.add(more);
		return this;
	}

}
