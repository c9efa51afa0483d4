package io.vws.server;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a {@link Watchdog} looks.
 */
class WatchdogTests {

	/** An identity that ends is noticed within a second, see {@link Validity}. */
	@ParameterizedTest
	@CsvSource({ "P10000D, 250", "PT10S, 250", "PT2S, 250", "PT1S, 125", "PT0.1S, 12.5", "PT0.08S, 10",
			"PT0.001S, 10" })
	void periodIsAnEighthOfTheShortestTimeoutAndNeverLong(Duration shortestTimeout, double millis) {
		assertThat(Watchdog.period(shortestTimeout).toNanos() / 1e6).isEqualTo(millis);
	}

}
