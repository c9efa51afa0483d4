package io.vws.topic;

import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link TopicPrefix}.
 */
@ExtendWith(SeedReporter.class)
class TopicPrefixTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			prefix | topic      | covers | without
			team1  | team1/a    | true   | a
			team1  | team1/a/b  | true   | a/b
			team1  | team1      | true   |
			team1  | team10     | false  |
			team1  | team10/a   | false  |
			team1  | team       | false  |
			team1  | Team1/a    | false  |
			team1  | a/team1    | false  |
			team1  | team1/     | true   |
			team1  | team1//    | true   | /
			team1  | team1//a   | true   | /a
			team1  | team1/$a   | true   | $a
			a/b    | a/b/c      | true   | c
			a/b    | a/bc       | false  |
			a/b    | a          | false  |
			a//b   | a//b/c     | true   | c
			a//b   | a/b/c      | false  |
			/a     | /a/b       | true   | b
			/a     | a/b        | false  |
			$SYS   | $SYS/x     | true   | x
			""")
	void coversAndStripWholeLevels(String prefix, String topic, boolean covers, @Nullable String without) {
		TopicPrefix levels = TopicPrefix.parse(prefix);
		assertThat(levels.covers(Topic.parse(topic))).isEqualTo(covers);
		Topic expected = (without != null) ? Topic.parse(without) : null;
		assertThat(levels.strip(Topic.parse(topic))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, nullValues = "-", textBlock = """
			prefix  | pattern | below
			a       | b       | a/b
			a/b     | c/d     | a/b/c/d
			a       | /       | a//
			a       | $b      | a/$b
			a       | +       | a/+
			a       | #       | a/#
			a       | +x/#all | a/+x/#all
			""")
	void prependPutsThePrefixBefore(String prefix, String pattern, String below) {
		TopicPrefix levels = TopicPrefix.parse(prefix);
		assertThat(levels.prepend(TopicPattern.parse(pattern))).isEqualTo(TopicPattern.parse(below));
		assertThat(levels.prepend(pattern)).isEqualTo(below);
		if (!TopicPattern.parse(pattern).hasWildcards()) {
			assertThat(levels.prepend(Topic.parse(pattern))).isEqualTo(Topic.parse(below));
		}
	}

	/** Strings that end with a slash look right and would match nothing. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			a/   | a prefix must not end with '/' (at index 1)
			/    | a prefix must not end with '/' (at index 0)
			a/b/ | a prefix must not end with '/' (at index 3)
			""   | must not be empty (at index 0)
			a/+  | '+' is not allowed in a topic (at index 2)
			a/#  | '#' is not allowed in a topic (at index 2)
			""")
	void parseWhenInvalidThenNamesThePosition(String text, String message) {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> TopicPrefix.parse(text))
			.withMessage(message);
	}

	/** Who gave the topic knows nothing of the prefix. */
	@Test
	void prependWhenTooLongThenThePositionIsThatInTheText() {
		TopicPrefix prefix = TopicPrefix.parse("a/b");
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> prefix.prepend(Topic.parse("x".repeat(1021))))
			.withMessage("must not be longer than 1024 bytes in UTF-8 (at index 1020)");
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> prefix.prepend(TopicPattern.parse("/".repeat(62) + "#")))
			.withMessage("must not have more than 64 levels (at index 61)");
		assertThat(prefix.prepend(Topic.parse("x".repeat(1020))).text()).hasSize(1024);
	}

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void matchesStayTheSameBelowAPrefixButForReservedTopics(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			TopicPrefix prefix = TopicPrefix.parse(Alphabet.randomTopic(random).replaceAll("/+$", "") + "/p");
			String pattern = Alphabet.randomPattern(random);
			Topic topic = Topic.parse(Alphabet.randomTopic(random));
			assertThat(prefix.strip(prefix.prepend(topic))).isEqualTo(topic);
			if (!topic.isReserved()) {
				assertThat(prefix.prepend(TopicPattern.parse(pattern)).matches(prefix.prepend(topic)))
					.as(seed + ": " + prefix + " " + pattern + " " + topic)
					.isEqualTo(NaiveMatcher.matches(pattern, topic.text()));
			}
		}
	}

	@Test
	void equalityIsThatOfTheText() {
		assertThat(TopicPrefix.parse("a/b")).isEqualTo(TopicPrefix.parse("a/b"))
			.hasSameHashCodeAs(TopicPrefix.parse("a/b"))
			.hasToString("a/b");
		assertThat(TopicPrefix.parse("a/b")).isNotEqualTo(TopicPrefix.parse("a/B")).isNotEqualTo("a/b");
	}

}
