package io.vws.log;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\0", "\t", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029",
			"\u202e", "\u2066", "\u00e4", "\uD83D" })
	void printableWhenCharacterCouldLeaveTheLineThenIsReplaced(String character) {
		assertThat(LogText.printable("a" + character + "b")).isEqualTo("a?b");
	}

	@Test
	void printableWhenLongThenIsCut() {
		assertThat(LogText.printable("x".repeat(128))).isEqualTo("x".repeat(128));
		assertThat(LogText.printable("x".repeat(129))).isEqualTo("x".repeat(128) + "...");
		assertThat(LogText.printable("\n".repeat(1_000_000))).isEqualTo("?".repeat(128) + "...");
	}

	@Test
	void printableWhenThereIsNoneThenIsEmpty() {
		assertThat(LogText.printable(null)).isEmpty();
	}

	@Test
	void originThenTypeAndPlaceWithoutMessageOrCause() {
		assertThat(LogText.origin(new IllegalStateException("PAYLOAD", new RuntimeException("PAYLOAD"))))
			.startsWith("java.lang.IllegalStateException at ")
			.contains("io.vws.log.LogTextTests.originThenTypeAndPlaceWithoutMessageOrCause(LogTextTests.java:")
			.doesNotContain("PAYLOAD");
	}

	@Test
	void originWhenThereIsNoStackTraceThenTypeAlone() {
		Throwable failure = new RuntimeException("PAYLOAD");
		failure.setStackTrace(new StackTraceElement[0]);
		assertThat(LogText.origin(failure)).isEqualTo("java.lang.RuntimeException");
	}

}
