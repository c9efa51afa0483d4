package io.vws.server;

import java.util.Map;

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
	void withoutInvalidWhenThereIsNoTraceThenReturnsTheSameMap() {
		Map<String, String> headers = Map.of("baggage", "c=d");
		assertThat(TraceHeaders.withoutInvalid(headers)).isSameAs(headers);
	}

}
