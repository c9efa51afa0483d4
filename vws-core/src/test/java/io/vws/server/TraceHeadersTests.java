package io.vws.server;

import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link TraceHeaders} against W3C Trace Context, section 3.2.
 */
class TraceHeadersTests {

	private static final String VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	@ParameterizedTest
	@ValueSource(strings = { VALID, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff",
			"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
			"00-00000000000000000000000000000001-0000000000000001-00" })
	void withoutInvalidWhenTraceparentIsValidThenKeepsAll(String traceparent) {
		Map<String, String> headers = Map.of("traceparent", traceparent, "tracestate", "a=b", "baggage", "c=d");
		assertThat(TraceHeaders.withoutInvalid(headers)).isEqualTo(headers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
			" 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
			"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
			"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
			"00-00000000000000000000000000000000-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
			"00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
			"0-4bf92f3577b34da6a3ce929d0e0e47361-00f067aa0ba902b7-01" })
	void withoutInvalidWhenTraceparentIsInvalidThenDropsItAndTracestate(String traceparent) {
		assertThat(
				TraceHeaders.withoutInvalid(Map.of("traceparent", traceparent, "tracestate", "a=b", "baggage", "c=d")))
			.isEqualTo(Map.of("baggage", "c=d"));
		assertThat(TraceHeaders.withoutInvalid(Map.of("traceparent", traceparent))).isEmpty();
	}

	@Test
	void withoutInvalidWhenTracestateStandsAloneThenDropsIt() {
		assertThat(TraceHeaders.withoutInvalid(Map.of("tracestate", "a=b", "x", "y"))).isEqualTo(Map.of("x", "y"));
	}

	@Test
	void restartedThenANewSampledTraceStandsInPlaceOfTheOldOne() {
		Map<String, String> restarted = TraceHeaders
			.restarted(Map.of("traceparent", VALID, "tracestate", "a=b", "baggage", "c=d", "x", "y"), new Random(7));
		assertThat(restarted).containsOnlyKeys("traceparent", "x").containsEntry("x", "y");
		assertThat(restarted.get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
			.doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
		assertThat(TraceHeaders.withoutInvalid(restarted)).isSameAs(restarted);
	}

	@Test
	void restartedWhenThereIsNoTraceThenBeginsOneEachTime() {
		Random random = new Random(7);
		assertThat(TraceHeaders.restarted(Map.of(), random)).containsOnlyKeys("traceparent")
			.isNotEqualTo(TraceHeaders.restarted(Map.of(), random));
	}

	@Test
	void restartedWhenRandomGivesZerosThenIdsAreStillValid() {
		long[] values = { 0, 0, 0, 1, 0, 2 };
		RandomGenerator zeros = new RandomGenerator() {

			private int next;

			@Override
			public long nextLong() {
				return values[this.next++];
			}

		};
		assertThat(TraceHeaders.restarted(Map.of(), zeros)).containsEntry("traceparent",
				"00-00000000000000000000000000000001-0000000000000002-01");
	}

	@Test
	void withoutInvalidWhenThereIsNoTraceThenReturnsTheSameMap() {
		Map<String, String> headers = Map.of("baggage", "c=d");
		assertThat(TraceHeaders.withoutInvalid(headers)).isSameAs(headers);
	}

}
