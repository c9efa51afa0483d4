package io.vws.topic;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TopicTree}, used by one thread.
 */
@Tag("one-jdk")
class TopicTreeTests {

	private static final int MANY = 100_000;

	private final TopicTree<String> tree = new TopicTree<>();

	@Test
	void matchWhenEmptyThenFindsNothing() {
		Matches<String> matches = this.tree.match(Topic.parse("a"));
		assertThat(matches.patternCount()).isZero();
		assertThat(visited(matches)).isEmpty();
		assertThat(distinct(matches)).isEmpty();
	}

	@Test
	void addWhenAlreadyThereThenChangesNothing() {
		assertThat(add("a/#", "s")).isTrue();
		assertThat(add("a/#", "s")).isFalse();
		assertThat(this.tree.size()).isOne();
		assertThat(match("a/b")).containsExactly("s");
	}

	@Test
	void removeWhenNotThereThenChangesNothing() {
		add("a/b", "s");
		int nodes = this.tree.nodeCount();
		assertThat(remove("a/b", "other")).isFalse();
		assertThat(remove("a", "s")).isFalse();
		assertThat(remove("a/+", "s")).isFalse();
		assertThat(remove("a/b/c", "s")).isFalse();
		assertThat(remove("x/y", "s")).isFalse();
		assertThat(this.tree.size()).isOne();
		assertThat(this.tree.nodeCount()).isEqualTo(nodes);
	}

	@Test
	@SuppressWarnings("StringOperationCanBeSimplified")
	void valuesAreComparedByIdentity() {
		String one = new String("s");
		String two = new String("s");
		assertThat(add("a", one)).isTrue();
		assertThat(add("a", two)).isTrue();
		assertThat(remove("a", one)).isTrue();
		assertThat(remove("a", one)).isFalse();
		assertThat(match("a")).singleElement().isSameAs(two);
	}

	@Test
	void namesMakeDifferentRegistrationsInTheSameNode() {
		add("a/+", "s");
		int nodes = this.tree.nodeCount();
		assertThat(add("a/+x", "s")).isTrue();
		assertThat(add("a/+y", "s")).isTrue();
		assertThat(this.tree.nodeCount()).isEqualTo(nodes);
		assertThat(match("a/b")).containsExactly("s", "s", "s");
		assertThat(distinct(this.tree.match(Topic.parse("a/b")))).containsExactly("s");
		assertThat(remove("a/+", "s")).isTrue();
		assertThat(remove("a/+", "s")).isFalse();
		assertThat(add("a/+z", "t")).isTrue();
		assertThat(match("a/b")).containsExactlyInAnyOrder("s", "s", "t");
		assertThat(remove("a/+y", "s")).isTrue();
		assertThat(remove("a/+x", "s")).isTrue();
		assertThat(remove("a/+z", "t")).isTrue();
		assertThat(this.tree.nodeCount()).isOne();
	}

	@Test
	void patternCountTellsWhetherAValueMayRepeat() {
		add("a/b", "s");
		add("a/b", "t");
		assertThat(this.tree.match(Topic.parse("a/b")).patternCount()).isOne();
		add("a/#", "s");
		add("#", "u");
		Matches<String> matches = this.tree.match(Topic.parse("a/b"));
		assertThat(matches.patternCount()).isEqualTo(3);
		assertThat(visited(matches)).containsExactlyInAnyOrder("s", "s", "t", "u");
		assertThat(distinct(matches)).containsExactlyInAnyOrder("s", "t", "u");
	}

	@Test
	void forEachWhenActionThrowsThenStopsAndTheTreeIsUsable() {
		add("a", "s");
		add("a", "t");
		List<String> seen = new ArrayList<>();
		assertThatIllegalStateException().isThrownBy(() -> this.tree.match(Topic.parse("a")).forEach((value) -> {
			seen.add(value);
			throw new IllegalStateException();
		}));
		assertThat(seen).hasSize(1);
		assertThat(add("a", "u")).isTrue();
	}

	@Test
	void forEachWhenActionChangesTheTreeThenGoesOn() {
		add("a", "s");
		add("a", "t");
		List<String> seen = new ArrayList<>();
		this.tree.match(Topic.parse("a")).forEach((value) -> {
			seen.add(value);
			remove("a", value);
			add("a", value);
		});
		assertThat(seen).containsExactly("s", "t");
	}

	@Test
	void matchesEqualTheOracleForAllOfAnAlphabet() {
		List<String> patterns = Alphabet.patterns();
		patterns.forEach((pattern) -> add(pattern, pattern));
		assertThat(this.tree.size()).isEqualTo(patterns.size());
		assertTreeHolds(patterns);
		List<String> odd = new ArrayList<>();
		for (int i = 0; i < patterns.size(); i++) {
			if (i % 2 == 1) {
				odd.add(patterns.get(i));
			}
			else {
				remove(patterns.get(i), patterns.get(i));
			}
		}
		assertTreeHolds(odd);
		odd.forEach((pattern) -> remove(pattern, pattern));
		assertTreeHolds(List.of());
		assertThat(this.tree.size()).isZero();
		assertThat(this.tree.nodeCount()).isOne();
	}

	private void assertTreeHolds(List<String> patterns) {
		List<String> differences = new ArrayList<>();
		for (String topic : Alphabet.topics()) {
			List<String> expected = patterns.stream()
				.filter((pattern) -> NaiveMatcher.matches(pattern, topic))
				.sorted()
				.toList();
			if (!match(topic).stream().sorted().toList().equals(expected)) {
				differences.add(topic);
			}
		}
		assertThat(differences).isEmpty();
	}

	/**
	 * With a copy of all values per change this would take minutes.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "a/b", "a/+v%d", "a/%d", "a/%d/#" })
	@Timeout(value = 30, unit = TimeUnit.SECONDS)
	void manyRegistrationsAreAddedAndRemovedInLinearTime(String format) {
		List<TopicPattern> patterns = new ArrayList<>(MANY);
		List<String> values = new ArrayList<>(MANY);
		for (int i = 0; i < MANY; i++) {
			patterns.add(TopicPattern.parse(String.format(format, i)));
			values.add(Integer.toString(i));
		}
		for (int i = 0; i < MANY; i++) {
			assertThatTrue(this.tree.add(patterns.get(i), values.get(i)));
		}
		assertThat(this.tree.size()).isEqualTo(MANY);
		assertThat(match("a/b")).hasSize(format.equals("a/b") || format.contains("+") ? MANY : 0);
		for (int i = 0; i < MANY; i++) {
			assertThatTrue(this.tree.remove(patterns.get(i), values.get(i)));
		}
		assertThat(this.tree.size()).isZero();
		assertThat(this.tree.nodeCount()).isOne();
	}

	/**
	 * AssertJ would take most of the time here.
	 */
	private static void assertThatTrue(boolean result) {
		if (!result) {
			throw new AssertionError("Nothing changed");
		}
	}

	/**
	 * These two strings have the same hash code, so 2^14 combinations of them have too.
	 */
	@Test
	@Timeout(value = 30, unit = TimeUnit.SECONDS)
	void levelsWithTheSameHashCodeDoNotSlowTheTreeDown() {
		assertThat("Aa").hasSameHashCodeAs("BB");
		List<String> levels = List.of("");
		for (int i = 0; i < 14; i++) {
			levels = levels.stream().flatMap((level) -> List.of(level + "Aa", level + "BB").stream()).toList();
		}
		levels.forEach((level) -> add("x/" + level, "s"));
		for (String level : levels) {
			assertThat(match("x/" + level)).hasSize(1);
		}
		levels.forEach((level) -> remove("x/" + level, "s"));
		assertThat(this.tree.nodeCount()).isOne();
	}

	@Test
	void matchOfOnePatternDoesNotAllocate() {
		for (int i = 0; i < 100; i++) {
			add("site/1/+/temperature", Integer.toString(i));
			add("site/" + i + "/sensor", Integer.toString(i));
		}
		Topic topic = Topic.parse("site/1/sensor/temperature");
		int[] visits = new int[1];
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long least = Long.MAX_VALUE;
		for (int round = 0; round < 10; round++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < 1_000; i++) {
				this.tree.match(topic).forEachDistinct((value) -> visits[0]++);
			}
			least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(visits[0]).isEqualTo(10 * 1_000 * 100);
		assertThat(least).as("bytes for 1,000 matches with 100 values").isLessThan(20_000);
	}

	private boolean add(String pattern, String value) {
		return this.tree.add(TopicPattern.parse(pattern), value);
	}

	private boolean remove(String pattern, String value) {
		return this.tree.remove(TopicPattern.parse(pattern), value);
	}

	private List<String> match(String topic) {
		return visited(this.tree.match(Topic.parse(topic)));
	}

	private static List<String> visited(Matches<String> matches) {
		List<String> visited = new ArrayList<>();
		matches.forEach(visited::add);
		return visited;
	}

	private static List<String> distinct(Matches<String> matches) {
		List<String> visited = new ArrayList<>();
		matches.forEachDistinct(visited::add);
		return visited;
	}

}
