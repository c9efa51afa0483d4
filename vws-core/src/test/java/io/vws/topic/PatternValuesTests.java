package io.vws.topic;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PatternValues}: {@link SingleValue} and {@link ManyValues}.
 */
@ExtendWith(SeedReporter.class)
class PatternValuesTests {

	@Test
	void oneValueIsHeldWithoutACollection() {
		PatternValues<String> one = new SingleValue<>("a", "s");
		PatternValues<String> two = one.with("t");
		assertThat(two).isInstanceOf(ManyValues.class);
		assertThat(two.without("s")).isInstanceOf(SingleValue.class).satisfies((values) -> {
			assertThat(visited(values)).containsExactly("t");
			assertThat(values.pattern()).isEqualTo("a");
		});
		assertThat(one.without("s")).isNull();
	}

	/**
	 * A hundred thousand subscribers of one topic come and go in linear time: what is
	 * counted here are the copies, everything else takes constant time per value.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 100, 10_000, 100_000 })
	void aValueIsCopiedOnceOrTwiceHoweverManyThereAre(int count) {
		List<Object> held = new ArrayList<>(List.of(new Object()));
		PatternValues<Object> values = new SingleValue<>("a", held.get(0));
		long copies = 0;
		for (int i = 1; i < count; i++) {
			held.add(new Object());
			PatternValues<Object> before = values;
			values = values.with(held.get(i));
			copies += (values != before) ? before.slots() : 0;
		}
		assertThat(copies).isLessThanOrEqualTo(2L * count);
		for (int i = 0; i < count - 1; i++) {
			PatternValues<Object> before = values;
			values = remaining(values.without(held.get(i)));
			copies += (values != before) ? values.slots() : 0;
		}
		assertThat(copies).isLessThanOrEqualTo(4L * count);
		assertThat(visited(values)).containsExactly(held.get(count - 1));
	}

	/**
	 * A reader iterates over the slots: they must not outnumber the values by much, no
	 * matter how many came and went.
	 */
	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void slotsStayDense(long seed) {
		Random random = new Random(seed);
		List<Object> held = new ArrayList<>(List.of(new Object()));
		PatternValues<Object> values = new SingleValue<>("a", held.get(0));
		for (int i = 0; i < 20_000; i++) {
			boolean adding = held.size() == 1 || random.nextInt(9) < ((i / 2_000 % 2 == 0) ? 8 : 1);
			if (adding) {
				held.add(new Object());
				values = values.with(held.get(held.size() - 1));
			}
			else {
				Object leaving = held.remove(random.nextInt(held.size()));
				values = remaining(values.without(leaving));
			}
			assertThat(values.slots()).as("seed %d, operation %d", seed, i).isLessThanOrEqualTo(2 * held.size() + 1);
		}
		assertThat(visited(values)).containsExactlyInAnyOrderElementsOf(held);
	}

	/**
	 * A scan per change would take minutes.
	 */
	@Test
	@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
	void manyValuesAreAddedAndRemovedInLinearTime() {
		Object[] all = new Object[500_000];
		for (int i = 0; i < all.length; i++) {
			all[i] = new Object();
		}
		PatternValues<Object> values = new SingleValue<>("a", all[0]);
		for (int i = 1; i < all.length; i++) {
			assertEqual(values.contains(all[i]), false);
			values = values.with(all[i]);
		}
		for (int i = all.length - 1; i > 0; i--) {
			assertEqual(values.contains(all[i]), true);
			values = remaining(values.without(all[i]));
		}
		assertThat(visited(values)).containsExactly(all[0]);
	}

	/**
	 * What a reader holds is not disturbed by what comes later: the values of that time
	 * are visited, as far as they are still there, and each of them once.
	 */
	@Test
	void iterationThatMeetsChangesVisitsWhatStaysOnce() {
		List<Object> objects = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			objects.add(new Object());
		}
		List<PatternValues<Object>> current = new ArrayList<>(List.of(new SingleValue<>("a", objects.get(0))));
		objects.subList(1, 100).forEach((object) -> current.set(0, current.get(0).with(object)));
		IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();
		current.get(0).forEach((object) -> {
			seen.merge(object, 1, Integer::sum);
			PatternValues<Object> without = remaining(current.get(0).without(object));
			current.set(0, without.with(object));
		});
		assertThat(seen).hasSize(100);
		assertThat(seen.values()).containsOnly(1);
		assertThat(visited(current.get(0))).hasSize(100).containsExactlyInAnyOrderElementsOf(objects);
	}

	private static <S> PatternValues<S> remaining(@Nullable PatternValues<S> values) {
		assertThat(values).isNotNull();
		return values;
	}

	private static void assertEqual(boolean actual, boolean expected) {
		if (actual != expected) {
			throw new AssertionError("Expected " + expected);
		}
	}

	private static <S> List<S> visited(PatternValues<S> values) {
		List<S> visited = new ArrayList<>();
		values.forEach(visited::add);
		return visited;
	}

}
