package io.vws.bench.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link LatencyHistogram}.
 */
class LatencyHistogramTests {

	@Test
	void microsAreWithinTwoPerCent() {
		LatencyHistogram histogram = new LatencyHistogram();
		for (int micros = 1; micros <= 10_000; micros++) {
			histogram.add(micros * 1000L);
		}
		assertThat(histogram.micros(0.5)).isCloseTo(5000, within(100.0));
		assertThat(histogram.micros(0.99)).isCloseTo(9900, within(200.0));
		assertThat(histogram.maxMicros()).isEqualTo(10_000);
		assertThat(histogram.micros(1)).isLessThanOrEqualTo(10_000);
	}

	@Test
	void microsWhenEmptyThenZero() {
		assertThat(new LatencyHistogram().micros(0.99)).isZero();
	}

	@Test
	void addWhenHoursThenStillCounts() {
		LatencyHistogram histogram = new LatencyHistogram();
		histogram.add(Long.MAX_VALUE / 2);
		histogram.add(-1);
		assertThat(histogram.micros(0.5)).isZero();
	}

}
