package io.vws.test;

import java.util.regex.Pattern;

import io.vws.log.LogScanner;

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must not stand in a log because of what a peer did.
 */
public final class LogAssertions {

	private static final Pattern STACK_TRACE = Pattern.compile("(?m)^(\\s+at [\\w.$/<>]+\\(|Caused by: )");

	private static final Pattern PROBLEM = Pattern.compile("(?m)^.*\\s(WARN|ERROR)\\s.*$");

	private LogAssertions() {
	}

	/**
	 * Neither a warning nor an error nor a secret of a test.
	 */
	public static void assertThatNothingIsLogged(CapturedOutput output) {
		assertThat(output.getAll()).doesNotContainPattern(PROBLEM).doesNotContain(LogScanner.SECRETS);
		assertThatNoStackTraceIsLogged(output);
	}

	/**
	 * No stack trace.
	 */
	public static void assertThatNoStackTraceIsLogged(CapturedOutput output) {
		assertThat(output.getAll()).doesNotContainPattern(STACK_TRACE);
	}

}
