package io.vws.topic;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Topic}.
 */
class TopicTests {

	private static final String LOCK = "\uD83D\uDD12";

	@ParameterizedTest
	@ValueSource(strings = { "a", "/", "//", " ", "a/b/c", "/a", "a/", "$SYS/x", "a b", "\u0001", "\uFFFF",
			"k\u00fcche", "a/" + LOCK, "*", "a.b", "A-Z" })
	void parseWhenValidThenKeepsTheText(String text) {
		Topic topic = Topic.parse(text);
		assertThat(topic.text()).isEqualTo(text);
		assertThat(topic).hasToString(text);
		assertThat(topic.levels()).containsExactly(text.split("/", -1));
	}

	static Stream<Arguments> invalidTopics() {
		return Stream.of(Arguments.of("", "must not be empty", 0),
				Arguments.of("a/+", "'+' is not allowed in a topic", 2),
				Arguments.of("#", "'#' is not allowed in a topic", 0),
				Arguments.of("a/b#c", "'#' is not allowed in a topic", 3),
				Arguments.of("a+/b", "'+' is not allowed in a topic", 1),
				Arguments.of("a+/#", "'+' is not allowed in a topic", 1),
				Arguments.of("a#/+", "'#' is not allowed in a topic", 1),
				Arguments.of("a\0", "must not contain U+0000", 1),
				Arguments.of("ab\uD83D", "must not contain an unpaired surrogate", 2),
				Arguments.of("\uD83Da", "must not contain an unpaired surrogate", 0),
				Arguments.of("a\uDD12", "must not contain an unpaired surrogate", 1),
				Arguments.of(LOCK + "\uDD12", "must not contain an unpaired surrogate", 2),
				Arguments.of("x".repeat(1025), "must not be longer than 1024 bytes in UTF-8", 1024),
				Arguments.of("x" + "\u00fc".repeat(512), "must not be longer than 1024 bytes in UTF-8", 512),
				Arguments.of("\u20ac".repeat(342), "must not be longer than 1024 bytes in UTF-8", 341),
				Arguments.of(LOCK.repeat(257), "must not be longer than 1024 bytes in UTF-8", 512),
				Arguments.of("/".repeat(64), "must not have more than 64 levels", 63));
	}

	@ParameterizedTest
	@MethodSource("invalidTopics")
	void parseWhenInvalidThenNamesThePosition(String text, String reason, int index) {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> Topic.parse(text))
			.withMessage(reason + " (at index " + index + ")")
			.satisfies((ex) -> assertThat(ex.index()).isEqualTo(index));
	}

	@Test
	void parseWhenJustWithinTheLimitsThenAccepts() {
		assertThat(Topic.parse("x".repeat(1024)).levels()).hasSize(1);
		assertThat(Topic.parse("\u00fc".repeat(512)).levels()).hasSize(1);
		assertThat(Topic.parse("x" + "\u20ac".repeat(341)).levels()).hasSize(1);
		assertThat(Topic.parse(LOCK.repeat(256)).levels()).hasSize(1);
		assertThat(Topic.parse("/".repeat(63)).levels()).hasSize(64);
	}

	@Test
	void invalidTopicIsAnIllegalArgument() {
		assertThatIllegalArgumentException().isThrownBy(() -> Topic.parse(""));
	}

	@Test
	void equalityIsThatOfTheText() {
		assertThat(Topic.parse("a/b")).isEqualTo(Topic.parse("a/b")).hasSameHashCodeAs(Topic.parse("a/b"));
		assertThat(Topic.parse("a/b")).isNotEqualTo(Topic.parse("a/B")).isNotEqualTo("a/b");
		assertThat(Topic.parse("\u00fc")).isNotEqualTo(Topic.parse("u\u0308"));
	}

}
