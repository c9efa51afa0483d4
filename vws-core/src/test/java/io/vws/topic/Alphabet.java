package io.vws.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * All patterns and topics over a few levels, and random ones from seeds.
 */
final class Alphabet {

	private static final List<String> PATTERN_LEVELS = List.of("a", "b", "", "$s", "+");

	/** The same without the wildcard, and a level that no pattern names. */
	private static final List<String> TOPIC_LEVELS = List.of("a", "b", "", "$s", "z");

	private Alphabet() {
	}

	/**
	 * Every pattern of up to three levels, with and without {@code #} behind them.
	 */
	static List<String> patterns() {
		List<String> patterns = new ArrayList<>(List.of("#"));
		for (String levels : sequences(PATTERN_LEVELS, 3)) {
			patterns.add(levels);
			patterns.add(levels + "/#");
		}
		patterns.removeIf(String::isEmpty);
		return patterns;
	}

	/**
	 * Every topic of up to five levels.
	 */
	static List<String> topics() {
		List<String> topics = sequences(TOPIC_LEVELS, 5);
		topics.removeIf(String::isEmpty);
		return topics;
	}

	private static List<String> sequences(List<String> levels, int maxLength) {
		List<String> all = new ArrayList<>(levels);
		List<String> longest = levels;
		for (int length = 2; length <= maxLength; length++) {
			List<String> longer = new ArrayList<>();
			for (String beginning : longest) {
				for (String level : levels) {
					longer.add(beginning + "/" + level);
				}
			}
			all.addAll(longer);
			longest = longer;
		}
		return all;
	}

	/**
	 * A pattern of up to six levels; some wildcards have names.
	 */
	static String randomPattern(Random random) {
		List<String> levels = new ArrayList<>(Arrays.asList(randomLevels(random, PATTERN_LEVELS, 6)));
		if (random.nextInt(3) == 0) {
			levels.set(levels.size() - 1, "#");
		}
		for (int i = 0; i < levels.size(); i++) {
			if (levels.get(i).matches("[+#]") && random.nextInt(3) == 0) {
				levels.set(i, levels.get(i) + "v" + i);
			}
		}
		String pattern = String.join("/", levels);
		return pattern.isEmpty() ? "+" : pattern;
	}

	/**
	 * A topic of up to six levels.
	 */
	static String randomTopic(Random random) {
		String topic = String.join("/", randomLevels(random, TOPIC_LEVELS, 6));
		return topic.isEmpty() ? "a" : topic;
	}

	/**
	 * A topic that the pattern matches.
	 */
	static String randomTopic(Random random, String pattern) {
		List<String> levels = new ArrayList<>();
		for (String level : pattern.split("/", -1)) {
			if (level.startsWith("+")) {
				levels.add(randomLevel(random, levels.isEmpty()));
			}
			else if (level.startsWith("#")) {
				int more = levels.isEmpty() ? 1 + random.nextInt(3) : random.nextInt(3);
				for (int i = 0; i < more; i++) {
					levels.add(randomLevel(random, levels.isEmpty()));
				}
			}
			else {
				levels.add(level);
			}
		}
		String topic = String.join("/", levels);
		return topic.isEmpty() ? randomTopic(random, pattern) : topic;
	}

	private static String randomLevel(Random random, boolean first) {
		String level = TOPIC_LEVELS.get(random.nextInt(TOPIC_LEVELS.size()));
		return (first && level.startsWith("$")) ? "z" : level;
	}

	private static String[] randomLevels(Random random, List<String> levels, int maxLength) {
		String[] chosen = new String[1 + random.nextInt(maxLength)];
		Arrays.setAll(chosen, (i) -> levels.get(random.nextInt(levels.size())));
		return chosen;
	}

	/**
	 * Some seeds that stay the same and one that is new in each run. {@link SeedReporter}
	 * shows the seed of a failure.
	 */
	static LongStream seeds() {
		return LongStream.of(1, 2, 3, System.nanoTime());
	}

}
