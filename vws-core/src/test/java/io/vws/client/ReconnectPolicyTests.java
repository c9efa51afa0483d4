package io.vws.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReconnectPolicy}.
 */
class ReconnectPolicyTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			delays | shared | jitter | random | delay, ms
			0      | false  | 1      | 0      | 0
			0      | false  | 1      | 0.999  | 499.5
			1      | false  | 1      | 0.5    | 500
			5      | false  | 1      | 0.5    | 8000
			6      | false  | 1      | 0.5    | 15000
			5000   | false  | 1      | 0.999  | 29970
			0      | false  | 0      | 0.5    | 500
			9      | false  | 0      | 0.999  | 30000
			1      | false  | 0.5    | 0      | 500
			1      | false  | 0.5    | 0.5    | 750
			0      | true   | 1      | 0.5    | 2500
			0      | true   | 0      | 0.5    | 2500
			0      | true   | 1      | 0      | 0
			6      | true   | 1      | 0.5    | 15000
			""")
	void delay(int delays, boolean shared, double jitter, double random, double millis) {
		ReconnectPolicy policy = new ReconnectPolicy(true, Duration.ofMillis(500), Duration.ofSeconds(30), 2, jitter, 0,
				Duration.ofSeconds(30), Duration.ofSeconds(5));
		assertThat(policy.delay(delays, shared, random)).isEqualTo(Duration.ofNanos(Math.round(millis * 1e6)));
	}

	@Test
	void delaysCanBeAsLongAsADuration() {
		Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
		ReconnectPolicy policy = new ReconnectPolicy(true, longest, longest, 1000, 0, 0, longest, longest);
		assertThat(policy.delay(100_000, true, 0.99)).isPositive();
		assertThat(policy.isStable(Long.MAX_VALUE)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			enabled | max attempts | attempts | allowed
			true    | 0            | 1000000  | true
			true    | 3            | 2        | true
			true    | 3            | 3        | false
			false   | 0            | 0        | false
			""")
	void allows(boolean enabled, int maxAttempts, int attempts, boolean allowed) {
		assertThat(new ReconnectPolicy(enabled, SECOND, SECOND, 1, 1, maxAttempts, SECOND, SECOND).allows(attempts))
			.isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource({ "-1,1,2,1,0,1,1", "1,-1,2,1,0,1,1", "1,1,0.5,1,0,1,1", "1,1,NaN,1,0,1,1", "1,1,2,-0.1,0,1,1",
			"1,1,2,1.1,0,1,1", "1,1,2,NaN,0,1,1", "1,1,2,1,-1,1,1", "1,1,2,1,0,-1,1", "1,1,2,1,0,1,-1" })
	void valuesThatMakeNoSenseAreRefused(int initialDelay, int maxDelay, double multiplier, double jitter,
			int maxAttempts, int stableAfter, int spread) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ReconnectPolicy(true, Duration.ofSeconds(initialDelay), Duration.ofSeconds(maxDelay),
					multiplier, jitter, maxAttempts, Duration.ofSeconds(stableAfter), Duration.ofSeconds(spread)));
	}

}
