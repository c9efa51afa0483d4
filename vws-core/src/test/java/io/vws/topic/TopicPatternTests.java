package io.vws.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link TopicPattern}: what is valid, what matches, what variables are bound.
 */
class TopicPatternTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "/", "+", "#", "/#", "+/#", "a//b", "+a/+b/#c", "+_/x", "+A9_z", "$SYS/#", "a/+/b",
			"k\u00fcche/\uD83D\uDD12", " ", "$" })
	void parseWhenValidThenKeepsTheText(String text) {
		assertThat(TopicPattern.parse(text).text()).isEqualTo(text);
		assertThat(TopicPattern.parse(text)).hasToString(text);
	}

	static Stream<Arguments> invalidPatterns() {
		String name = "a name must be [A-Za-z_][A-Za-z0-9_]*";
		return Stream.of(Arguments.of("", "must not be empty", 0),
				Arguments.of("a/#/b", "'#' must be the last level", 2),
				Arguments.of("#/", "'#' must be the last level", 0),
				Arguments.of("a/#rest/b", "'#' must be the last level", 2),
				Arguments.of("a+", "'+' must be the first character of its level", 1),
				Arguments.of("a/b#", "'#' must be the first character of its level", 3),
				Arguments.of("a/b#/c", "'#' must be the first character of its level", 3), Arguments.of("++", name, 1),
				Arguments.of("##", name, 1), Arguments.of("+#", name, 1), Arguments.of("+a+", name, 2),
				Arguments.of("a/+1", name, 3), Arguments.of("+a-b/c", name, 2), Arguments.of("+ /c", name, 1),
				Arguments.of("+\u00fc", name, 1), Arguments.of("#a.b", name, 2),
				Arguments.of("+a/+a", "a name must not be used twice", 4),
				Arguments.of("+a/b/#a", "a name must not be used twice", 6),
				Arguments.of("a/\0", "must not contain U+0000", 2),
				Arguments.of("+/\uD83D/#", "must not contain an unpaired surrogate", 2),
				Arguments.of("+" + "x".repeat(1024), "must not be longer than 1024 bytes in UTF-8", 1024),
				Arguments.of("+/".repeat(64) + "#", "must not have more than 64 levels", 127));
	}

	@ParameterizedTest
	@MethodSource("invalidPatterns")
	void parseWhenInvalidThenNamesThePosition(String text, String reason, int index) {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> TopicPattern.parse(text))
			.withMessage(reason + " (at index " + index + ")")
			.satisfies((ex) -> assertThat(ex.index()).isEqualTo(index));
	}

	@Test
	void parseWhenJustWithinTheLimitsThenAccepts() {
		assertThat(TopicPattern.parse("+" + "x".repeat(1023)).variableNames()).hasSize(1);
		assertThat(TopicPattern.parse("+/".repeat(63) + "#").matches("/".repeat(63))).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			pattern   | topic     | matches
			a         | a         | true
			a         | A         | false
			a         | a/        | false
			a/        | a         | false
			a/        | a/        | true
			a/b       | a/b/c     | false
			a/b/c     | a/b       | false
			a//b      | a//b      | true
			a//b      | a/x/b     | false
			ab        | a         | false
			a         | ab        | false
			a/+       | a/        | true
			a/+       | a         | false
			a/+       | a/b       | true
			a/+       | a/b/c     | false
			a/+id     | a/7       | true
			+         | a         | true
			+         | /         | false
			+/+       | /         | true
			/+        | /a        | true
			/a        | x/a       | false
			+/b/+     | a/b/c     | true
			#         | a         | true
			#         | /         | true
			#         | a/b/c     | true
			a/#       | a         | true
			a/#       | a/        | true
			a/#       | a/b/c     | true
			a/#       | ab        | false
			a/#       | ab/c      | false
			a/#rest   | a/b       | true
			/#        | /         | true
			/#        | a         | false
			a/+/#     | a         | false
			a/+/#     | a/b       | true
			+         | $s        | false
			#         | $s        | false
			#         | $s/a      | false
			+/a       | $s/a      | false
			+x/a      | $s/a      | false
			$s        | $s        | true
			$s/#      | $s        | true
			$s/+      | $s/a      | true
			$s/+      | $t/a      | false
			a/+       | a/$s      | true
			a/#       | a/$s      | true
			/#        | /$s       | true
			""")
	void matches(String pattern, String topic, boolean matches) {
		assertThat(TopicPattern.parse(pattern).matches(topic)).isEqualTo(matches);
		assertThat(NaiveMatcher.matches(pattern, topic)).isEqualTo(matches);
	}

	@Test
	void matchesEqualsTheOracleForAllOfAnAlphabet() {
		List<Topic> topics = Alphabet.topics().stream().map(Topic::parse).toList();
		List<String> differences = new ArrayList<>();
		for (String text : Alphabet.patterns()) {
			TopicPattern pattern = TopicPattern.parse(text);
			for (Topic topic : topics) {
				if (pattern.matches(topic) != NaiveMatcher.matches(text, topic.text())) {
					differences.add(text + " and " + topic);
				}
			}
		}
		assertThat(differences).isEmpty();
	}

	@Test
	void matchesWhenTopicIsAPatternThenRefuses() {
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> TopicPattern.parse("a/#").matches("a/+"));
	}

	@ParameterizedTest
	@CsvSource({ "a/b,false", "$s,false", "/,false", "+,true", "a/+x,true", "#,true", "a/#y,true" })
	void hasWildcards(String pattern, boolean expected) {
		assertThat(TopicPattern.parse(pattern).hasWildcards()).isEqualTo(expected);
	}

	@Test
	void variableNamesAreInOrder() {
		assertThat(TopicPattern.parse("+z/+/+a/x/#m").variableNames()).containsExactly("z", "a", "m");
		assertThat(TopicPattern.parse("a/+/#").variableNames()).isEmpty();
	}

	@Test
	void variablesOfATopicAreInOrder() {
		Map<String, String> variables = TopicPattern.parse("+z/+/+a/x/#m").variables(Topic.parse("1/2/3/x/4//5/"));
		assertThat(variables).containsExactly(entry("z", "1"), entry("a", "3"), entry("m", "4//5/"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			pattern | topic | value
			a/+v    | a/b   | b
			a/+v    | a/    | ''
			a/+v    | a/$s  | $s
			a/#v    | a     | ''
			a/#v    | a/    | ''
			a/#v    | a//   | /
			a/#v    | a/b/c | b/c
			#v      | a     | a
			#v      | a/b   | a/b
			#v      | /     | /
			/#v     | /     | ''
			/#v     | /b    | b
			""")
	void variablesOfATopic(String pattern, String topic, String value) {
		assertThat(TopicPattern.parse(pattern).variables(Topic.parse(topic))).containsExactly(entry("v", value));
	}

	@Test
	void variablesWhenTopicDoesNotMatchThenThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicPattern.parse("a/+v").variables(Topic.parse("b/c")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			rule            | subscription  | bound
			users/+u/#r     | users/bob/x/y | u=bob r=x/y
			users/+u/#r     | users/bob     | u=bob r=
			users/+u/#r     | users/bob/#   | u=bob
			users/+u/#r     | users/bob/+/x | u=bob
			users/+u/#r     | users/bob/x/# | u=bob
			users/+u/#r     | users/+/x     | r=x
			users/+u/#r     | users/+u/x    | r=x
			users/+u/#r     | users/#       |
			users/+u/#r     | users/+/#     |
			users/+u/#r     | #             |
			users/+u/#r     | +/bob/x       | u=bob r=x
			users/+u        | users/bob/#   | u=bob
			users/+u        | users/#       |
			users/+u        | users//#      | u=
			users/+u        | users/        | u=
			+a/+b           | +/y           | b=y
			+a/+b           | x/#           | a=x
			#r              | a/b           | r=a/b
			#r              | a/+           |
			#r              | #             |
			/#r             | /#            |
			/#r             | /             | r=
			/#r             | +/x           | r=x
			users/bob/#r    | users/+/x     | r=x
			""")
	void variablesOfAPattern(String rule, String subscription, String bound) {
		Map<String, String> variables = TopicPattern.parse(rule).variables(TopicPattern.parse(subscription));
		List<String> printed = variables.entrySet().stream().map(Object::toString).toList();
		assertThat(String.join(" ", printed)).isEqualTo((bound != null) ? bound : "");
	}

	@Test
	void variablesWhenPatternsDoNotOverlapThenThrows() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TopicPattern.parse("a/+v").variables(TopicPattern.parse("b/#")));
	}

	@Test
	void equalityIsThatOfTheText() {
		TopicPattern pattern = TopicPattern.parse("a/+x");
		assertThat(pattern).isEqualTo(TopicPattern.parse("a/+x")).hasSameHashCodeAs(TopicPattern.parse("a/+x"));
		assertThat(pattern).isNotEqualTo(TopicPattern.parse("a/+y"))
			.isNotEqualTo(TopicPattern.parse("a/+"))
			.isNotEqualTo("a/+x");
	}

}
