package io.vws.spring.observation;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The counters of a {@link VwsMeter} that has at most one tag, one for each of its
 * values. They are there from the start, so that the first increment of each is seen as
 * one.
 */
final class CounterFamily {

	private final Map<String, Counter> counters = new HashMap<>();

	CounterFamily(VwsMeter meter, MeterRegistry registry) {
		if (meter.tags().isEmpty()) {
			this.counters.put("", register(meter, Tags.empty(), registry));
		}
		for (VwsMeter.Tags tag : meter.tags()) {
			for (String value : tag.values()) {
				this.counters.put(value, register(meter, Tags.of(tag.key(), value), registry));
			}
		}
	}

	private static Counter register(VwsMeter meter, Tags tags, MeterRegistry registry) {
		return Counter.builder(meter.id()).description(meter.description()).tags(tags).register(registry);
	}

	/** Count one without a tag. */
	void increment() {
		increment("", 1);
	}

	/**
	 * Count one with a value of the tag; a value that is not on the list is not counted.
	 */
	void increment(String value) {
		increment(value, 1);
	}

	void increment(String value, long amount) {
		Counter counter = this.counters.get(value);
		if (counter != null) {
			counter.increment(amount);
		}
	}

}
