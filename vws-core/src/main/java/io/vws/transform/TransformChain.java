package io.vws.transform;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

import io.vws.bus.Event;

/**
 * How transforms follow one another: each gets what the one before made of the event,
 * until one drops it or lets it go on past the others.
 */
final class TransformChain {

	private TransformChain() {
	}

	/**
	 * Apply transforms in order.
	 * @param call applies one of them
	 */
	static <T> Outcome apply(List<T> transforms, Event event, BiFunction<? super T, Event, Outcome> call) {
		Event current = event;
		for (T transform : transforms) {
			Outcome outcome = Objects.requireNonNull(call.apply(transform, current), "No outcome");
			Event next = outcome.result(current);
			if (next == null) {
				return outcome;
			}
			current = next;
			if (outcome instanceof Outcome.Stop) {
				return (current != event) ? Outcome.stop(current) : Outcome.stop();
			}
		}
		return (current != event) ? Outcome.changed(current) : Outcome.unchanged();
	}

}
