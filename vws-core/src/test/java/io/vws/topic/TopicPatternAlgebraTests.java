package io.vws.topic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TopicPattern#covers}, {@link TopicPattern#overlaps} and the variables
 * that one pattern binds in another.
 */
@Tag("one-jdk")
@ExtendWith(SeedReporter.class)
class TopicPatternAlgebraTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			pattern | other  | covers | overlaps
			#       | +/#    | true   | true
			+/#     | #      | true   | true
			a/#     | a      | true   | true
			a/+     | a/#    | false  | true
			a/+/#   | a/#    | false  | true
			a/#     | a/+/#  | true   | true
			#       | $s/#   | false  | false
			+       | $s     | false  | false
			+/x     | $s/x   | false  | false
			$s/#    | #      | false  | false
			$s/#    | $s/+   | true   | true
			a/#     | a/$s   | true   | true
			#       | admin/#| true   | true
			admin/# | #      | false  | true
			a/+     | +/b    | false  | true
			a/b/#   | a/+    | false  | true
			a/b/#   | a      | false  | false
			a/+     | a      | false  | false
			+       | /      | false  | false
			+/+     | /      | true   | true
			a//b    | a/+/b  | false  | true
			a/+/b   | a//b   | true   | true
			/+/#    | /#     | true   | true
			/#      | /+/#   | true   | true
			/#      | +      | false  | false
			+       | /#     | false  | false
			""")
	void coversAndOverlaps(String pattern, String other, boolean covers, boolean overlaps) {
		assertThat(TopicPattern.parse(pattern).covers(TopicPattern.parse(other))).isEqualTo(covers);
		assertThat(TopicPattern.parse(pattern).overlaps(TopicPattern.parse(other))).isEqualTo(overlaps);
	}

	@Test
	void coversAndOverlapsEqualBruteForceForAllOfAnAlphabet() {
		List<TopicPattern> patterns = Alphabet.patterns().stream().map(TopicPattern::parse).toList();
		List<String> topics = Alphabet.topics();
		List<BitSet> languages = patterns.stream().map((pattern) -> language(pattern.text(), topics)).toList();
		List<String> differences = new ArrayList<>();
		for (int i = 0; i < patterns.size(); i++) {
			for (int j = 0; j < patterns.size(); j++) {
				BitSet onlyOther = (BitSet) languages.get(j).clone();
				onlyOther.andNot(languages.get(i));
				if (patterns.get(i).covers(patterns.get(j)) != onlyOther.isEmpty()) {
					differences.add(patterns.get(i) + " covers " + patterns.get(j));
				}
				if (patterns.get(i).overlaps(patterns.get(j)) != languages.get(i).intersects(languages.get(j))) {
					differences.add(patterns.get(i) + " overlaps " + patterns.get(j));
				}
			}
		}
		assertThat(differences).isEmpty();
	}

	private static BitSet language(String pattern, List<String> topics) {
		BitSet language = new BitSet(topics.size());
		for (int i = 0; i < topics.size(); i++) {
			language.set(i, NaiveMatcher.matches(pattern, topics.get(i)));
		}
		return language;
	}

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void lawsOfOnePattern(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			String text = Alphabet.randomPattern(random);
			TopicPattern pattern = TopicPattern.parse(text);
			TopicPattern nameless = TopicPattern.parse(text.replaceAll("([+#])\\w+", "$1"));
			String topic = Alphabet.randomTopic(random, text);
			boolean holds = pattern.covers(pattern) && pattern.overlaps(pattern) && pattern.matches(topic)
					&& pattern.covers(nameless) && nameless.covers(pattern) && pattern.covers(TopicPattern.parse(topic))
					&& pattern.overlaps(TopicPattern.parse(topic));
			assertThat(holds).as("seed %d: %s with %s", seed, pattern, topic).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void lawsOfTwoPatterns(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 50_000; i++) {
			TopicPattern one = TopicPattern.parse(Alphabet.randomPattern(random));
			TopicPattern two = TopicPattern
				.parse(random.nextBoolean() ? Alphabet.randomPattern(random) : widened(one.text(), random));
			String topic = Alphabet.randomTopic(random, one.text());
			boolean symmetric = one.overlaps(two) == two.overlaps(one);
			boolean coverMatches = !two.covers(one) || (two.matches(topic) && two.overlaps(one));
			boolean bothMatch = !two.matches(topic) || one.overlaps(two);
			assertThat(symmetric && coverMatches && bothMatch).as("seed %d: %s and %s with %s", seed, one, two, topic)
				.isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void lawsOfThreePatterns(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			TopicPattern narrow = TopicPattern.parse(Alphabet.randomPattern(random));
			TopicPattern wide = TopicPattern.parse(widened(narrow.text(), random));
			TopicPattern widest = TopicPattern.parse(widened(wide.text(), random));
			TopicPattern any = TopicPattern.parse(Alphabet.randomPattern(random));
			boolean transitive = wide.covers(narrow) && widest.covers(wide) && widest.covers(narrow);
			boolean monotone = !narrow.overlaps(any) || widest.overlaps(any);
			assertThat(transitive && monotone).as("seed %d: %s, %s, %s and %s", seed, narrow, wide, widest, any)
				.isTrue();
		}
	}

	/**
	 * What is bound holds in every topic that matches both; what is open is not bound.
	 */
	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void boundVariablesHoldForEveryCommonTopic(long seed) {
		Random random = new Random(seed);
		int compared = 0;
		for (int i = 0; i < 50_000; i++) {
			TopicPattern other = TopicPattern.parse(Alphabet.randomPattern(random));
			TopicPattern rule = TopicPattern.parse(widened(other.text(), random));
			Topic topic = Topic.parse(Alphabet.randomTopic(random, other.text()));
			Map<String, String> bound = rule.variables(other);
			assertThat(rule.variables(topic)).as("seed %d: %s and %s", seed, rule, other).containsAllEntriesOf(bound);
			if (!other.hasWildcards()) {
				assertThat(bound).containsOnlyKeys(rule.variableNames());
			}
			compared += bound.size();
		}
		assertThat(compared).isPositive();
	}

	/**
	 * A pattern that covers the one given.
	 */
	private static String widened(String pattern, Random random) {
		String[] levels = pattern.split("/", -1);
		int open = random.nextInt(levels.length + 1);
		List<String> wide = new ArrayList<>();
		for (int i = 0; i < levels.length; i++) {
			boolean dollar = i == 0 && levels[i].startsWith("$");
			if (i == open && !dollar) {
				wide.add("#r" + i);
				break;
			}
			boolean literal = dollar || levels[i].startsWith("#") || random.nextBoolean();
			wide.add(literal ? levels[i] : "+w" + i);
		}
		return String.join("/", wide);
	}

}
