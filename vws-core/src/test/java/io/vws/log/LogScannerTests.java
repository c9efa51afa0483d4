package io.vws.log;

import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The scanner looks at the log of every test, and finds what it is for.
 */
class LogScannerTests {

	private static final Logger logger = LoggerFactory.getLogger("org.example.Anything");

	static Stream<Named<Runnable>> leaks() {
		return Stream.of(Named.of("payload", () -> logger.info("Got {}", "a PAYLOAD")),
				Named.of("credential", () -> logger.warn("Refused 'Bearer TOKEN'")),
				Named.of("exception that quotes a payload", () -> logger.error("Failed", failure("PAYLOAD"))),
				Named.of("cause that quotes a credential",
						() -> logger.warn("Failed", new IllegalStateException(failure("TOKEN")))));
	}

	private static RuntimeException failure(String message) {
		return new IllegalStateException(message);
	}

	@ParameterizedTest
	@MethodSource("leaks")
	void secretFailsTheTestAlsoWhereAStackTraceIsExpected(Runnable leak) {
		for (boolean stackTraceExpected : new boolean[] { false, true }) {
			leak.run();
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> LogScannerExtension.verify(stackTraceExpected))
				.withMessageContaining("org.example.Anything [main] ");
			LogScannerExtension.verify(false); // reported once
		}
	}

	@Test
	void stackTraceFailsTheTestUnlessItIsExpected() {
		logger.info("Failed", failure("harmless"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> LogScannerExtension.verify(false))
			.withMessageContaining("at io.vws.log.LogScannerTests");
		logger.info("Failed", failure("harmless"));
		LogScannerExtension.verify(true);
	}

	@Test
	@ExpectsStackTrace("this test's")
	void expectedStackTraceIsForgottenAfterTheTest() {
		logger.info("Failed", failure("harmless"));
	}

	@Test
	void harmlessLinesAreNotFound() {
		logger.info("Got a message");
		logger.debug("PAYLOAD", failure("TOKEN"));
		assertThat(LogScanner.takeFindings()).isEmpty();
	}

}
