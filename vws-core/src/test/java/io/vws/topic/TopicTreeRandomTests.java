package io.vws.topic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link TopicTree} and a plain map with the {@link NaiveMatcher} go through the same
 * random changes and must agree after each.
 */
@Tag("one-jdk")
@ExtendWith(SeedReporter.class)
class TopicTreeRandomTests {

	private static final int OPERATIONS = 100_000;

	private static final List<String> VALUES = IntStream.range(0, 30).mapToObj(Integer::toString).toList();

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void treeEqualsTheOracle(long seed) {
		Random random = new Random(seed);
		List<String> patterns = Stream.generate(() -> Alphabet.randomPattern(random)).limit(120).distinct().toList();
		List<String> topics = Stream.generate(() -> Alphabet.randomTopic(random, pick(random, patterns)))
			.limit(120)
			.distinct()
			.toList();
		Map<String, List<String>> matching = matching(patterns, topics);
		TopicTree<String> tree = new TopicTree<>();
		Map<String, Set<String>> model = new HashMap<>();
		for (int i = 0; i < OPERATIONS; i++) {
			String pattern = pick(random, patterns);
			String value = pick(random, VALUES);
			Set<String> values = model.computeIfAbsent(pattern, (key) -> new HashSet<>());
			// adding and removing prevail in turn, so that the tree fills and empties
			int adding = (i / 5_000 % 2 == 0) ? 5 : 1;
			int choice = random.nextInt(9);
			if (choice < adding) {
				assertSame(seed, i, tree.add(TopicPattern.parse(pattern), value), values.add(value));
			}
			else if (choice < 6) {
				assertSame(seed, i, tree.remove(TopicPattern.parse(pattern), value), values.remove(value));
			}
			else {
				String topic = pick(random, topics);
				assertSame(seed, i, visited(tree, topic), expected(model, matching.getOrDefault(topic, List.of())));
			}
			assertSame(seed, i, tree.size(), model.values().stream().mapToInt(Set::size).sum());
		}
		model.forEach((pattern, values) -> values.forEach((value) -> tree.remove(TopicPattern.parse(pattern), value)));
		assertSame(seed, OPERATIONS, tree.size(), 0);
		assertSame(seed, OPERATIONS, tree.nodeCount(), 1);
	}

	private static Map<String, List<String>> matching(List<String> patterns, List<String> topics) {
		Map<String, List<String>> matching = new HashMap<>();
		for (String topic : topics) {
			matching.put(topic, patterns.stream().filter((pattern) -> NaiveMatcher.matches(pattern, topic)).toList());
		}
		return matching;
	}

	private static List<String> visited(TopicTree<String> tree, String topic) {
		List<String> visited = new ArrayList<>();
		tree.match(Topic.parse(topic)).forEach(visited::add);
		visited.sort(null);
		return visited;
	}

	private static List<String> expected(Map<String, Set<String>> model, List<String> patterns) {
		List<String> expected = new ArrayList<>();
		patterns.forEach((pattern) -> expected.addAll(model.getOrDefault(pattern, Set.of())));
		expected.sort(null);
		return expected;
	}

	private static void assertSame(long seed, int operation, Object actual, Object expected) {
		if (!actual.equals(expected)) {
			assertThat(actual).as("seed %d, operation %d", seed, operation).isEqualTo(expected);
		}
	}

	private static String pick(Random random, List<String> list) {
		return list.get(random.nextInt(list.size()));
	}

}
