package io.vws.topic;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The only value under a pattern. Most patterns have one subscriber, so this is small.
 */
final class SingleValue<S> extends PatternValues<S> {

	private final S value;

	SingleValue(String pattern, S value) {
		super(pattern);
		this.value = value;
	}

	@Override
	public void forEach(Consumer<? super S> action) {
		action.accept(this.value);
	}

	@Override
	int slots() {
		return 1;
	}

	@Override
	boolean contains(S value) {
		return this.value == value;
	}

	@Override
	PatternValues<S> with(S value) {
		return new ManyValues<>(pattern(), this.value, value);
	}

	@Override
	@Nullable PatternValues<S> without(S value) {
		return null;
	}

}
