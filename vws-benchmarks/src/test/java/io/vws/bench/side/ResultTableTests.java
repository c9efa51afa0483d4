package io.vws.bench.side;

import java.util.List;

import io.vws.bench.load.Report;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResultTable} and {@link Targets}, with figures that are made up.
 */
class ResultTableTests {

	private static final String CPU = "serverMicrosPerDelivery";

	@Test
	void figuresWhenSeveralRoundsThenShowsMedianRangeAndRatio() {
		ResultTable table = new ResultTable(List.of(run("vws", 1.2), run("stomp", 9), run("vws", 1), run("stomp", 12),
				run("vws", 1.1), run("stomp", 11)));
		assertThat(table.figures()).contains("| workload | figure | vws | stomp |")
			.contains("| `fanout-100` | serverMicrosPerDelivery | 1.10 (1 to 1.20) | 11 (9 to 12), x 10 |")
			.contains("Nothing was lost")
			.contains("The machine was quiet.");
	}

	@Test
	void figuresWhenSomethingWentWrongThenSaysSo() {
		Report failed = new Report("fanout-100", "stomp").put("failed", "no reason");
		ResultTable table = new ResultTable(List.of(run("vws", 1).put("lost", 7L), failed,
				run("spring", 2).put("otherCpuSeconds", 3.0).put("seconds", 2.0)));
		assertThat(table.figures()).contains("`fanout-100` on vws: lost 7")
			.contains("`fanout-100` on stomp: failed, no reason")
			.contains("Other programs used up to 1.50 cores, and more than 0.2 during 1 of 3 runs.")
			.contains("| 1 | - | 2, x 2 |");
	}

	@Test
	void targetsWhenBoundHoldsThenMet() {
		ResultTable table = new ResultTable(List.of(run("vws", 1), run("stomp", 8), run("mosquitto", 3)));
		assertThat(Targets.evaluate(table))
			.contains("`fanout-100` serverMicrosPerDelivery at most 1/8 of stomp | 1 | 1 | met |")
			.contains("`fanout-100` serverMicrosPerDelivery at most 1/4 of mosquitto | 1 | 0.75 | missed |")
			.contains("`paced` p50Micros at most spring | - | - | not measured |");
	}

	@Test
	void targetsWhenStalledConnectionIsNotClosedThenMissed() {
		Report first = stalled(3, 1.0);
		Report second = stalled(2, 0.9);
		assertThat(Targets.evaluate(new ResultTable(List.of(first, second))))
			.contains("`stalled` lost by those who read | 0 | 0 | met |")
			.contains("`stalled` share of the rate given up | 0.05 | 0.10 | met |")
			.contains("`stalled` not closed | 1 | 0 | missed |")
			.contains("`stalled` seconds until closed | 4 | 15 | met |");
	}

	private static Report stalled(long closed, double kept) {
		return new Report("stalled", "vws").put("lost", 0L)
			.put("rateKept", kept)
			.put("stalled", 3L)
			.put("stalledClosed", closed)
			.put("lastClosedSeconds", 4.0);
	}

	private static Report run(String server, double micros) {
		return Report.parse(new Report("fanout-100", server).put(CPU, micros).toString());
	}

}
