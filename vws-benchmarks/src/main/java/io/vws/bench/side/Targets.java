package io.vws.bench.side;

import java.util.List;

/**
 * What VWS sets out to reach, as ratios within one run of {@link SideBySide}.
 */
final class Targets {

	private static final String DELIVERY = "serverMicrosPerDelivery";

	private static final String PUBLISH = "serverMicrosPerPublish";

	private static final String RESIDENT = "residentKiBPerConnection";

	private static final String CONNECTION = "serverMicrosPerConnection";

	/** Default of {@code vws.server.write-timeout}, and some slack. */
	private static final double CLOSED_SECONDS = 15;

	private static final double RATE_KEPT = 0.9;

	private static final List<Rule> RULES = List.of(Rule.atMost("fanout-100", DELIVERY, Contestant.STOMP, 1 / 8.0),
			Rule.atMost("fanout-100", DELIVERY, Contestant.MOSQUITTO, 1 / 4.0),
			Rule.atMost("fanout-1000/window=16", DELIVERY, Contestant.STOMP, 1 / 8.0),
			Rule.atMost("fanout-1000/window=16", DELIVERY, Contestant.MOSQUITTO, 1 / 4.0),
			Rule.atMost("fanout-100/window=1", DELIVERY, Contestant.SPRING, 1.2),
			Rule.atMost("fanout-100/size=2048", DELIVERY, Contestant.STOMP, 1 / 6.0),
			Rule.below("fanout-1", DELIVERY, Contestant.SPRING), Rule.below("paced", DELIVERY, Contestant.SPRING),
			Rule.atMost("paced", "p50Micros", Contestant.SPRING, 1),
			Rule.atMost("paced", "p50Micros", Contestant.MOSQUITTO, 1),
			Rule.atMost("paced", "p99Micros", Contestant.SPRING, 1),
			Rule.atMost("paced", "p99Micros", Contestant.MOSQUITTO, 1),
			Rule.below("topics-1000x10", PUBLISH, Contestant.MOSQUITTO),
			Rule.atMost("topics-1000x10", PUBLISH, Contestant.STOMP, 1 / 150.0),
			Rule.atMost("idle-5000", RESIDENT, Contestant.SPRING, 1 / 3.0),
			Rule.below("storm-2000", CONNECTION, Contestant.STOMP));

	/**
	 * Ours is at most so many times theirs, or below that.
	 */
	private record Rule(String workload, String key, String other, double factor, boolean below) {

		static Rule atMost(String workload, String key, String other, double factor) {
			return new Rule(workload, key, other, factor, false);
		}

		static Rule below(String workload, String key, String other) {
			return new Rule(workload, key, other, 1, true);
		}

		String row(ResultTable table) {
			double ours = table.median(this.workload, Contestant.VWS, this.key);
			double bound = this.factor * table.median(this.workload, this.other, this.key);
			String target = "`" + this.workload + "` " + this.key + " " + (this.below ? "below " : "at most ")
					+ bound();
			return Targets.row(target, ours, this.below ? Math.nextDown(bound) : bound);
		}

		private String bound() {
			if (this.factor == 1) {
				return this.other;
			}
			return (this.factor < 1) ? "1/" + Math.round(1 / this.factor) + " of " + this.other
					: this.factor + " x " + this.other;
		}

	}

	private Targets() {
	}

	/**
	 * Say of each target whether it was met.
	 */
	static String evaluate(ResultTable table) {
		StringBuilder text = new StringBuilder("\n| target | ours | bound | |\n|---|---|---|---|\n");
		for (Rule rule : RULES) {
			text.append(rule.row(table));
		}
		text.append(row("`topics-1000x10` " + PUBLISH + " at most 1.5 x our `topics-100x10`",
				table.median("topics-1000x10", Contestant.VWS, PUBLISH),
				1.5 * table.median("topics-100x10", Contestant.VWS, PUBLISH)));
		return text.append(stalled(table)).toString();
	}

	private static String stalled(ResultTable table) {
		String workload = "stalled";
		double kept = table.median(workload, Contestant.VWS, "rateKept");
		double stalled = last(table.figures(workload, Contestant.VWS, "stalled"));
		double[] closed = table.figures(workload, Contestant.VWS, "stalledClosed");
		double fewest = (closed.length > 0) ? closed[0] : Double.NaN;
		return row("`stalled` lost by those who read", last(table.figures(workload, Contestant.VWS, "lost")), 0)
				+ row("`stalled` share of the rate given up", 1 - kept, 1 - RATE_KEPT)
				+ row("`stalled` not closed", stalled - fewest, 0) + row("`stalled` seconds until closed",
						last(table.figures(workload, Contestant.VWS, "lastClosedSeconds")), CLOSED_SECONDS);
	}

	private static double last(double[] sorted) {
		return (sorted.length > 0) ? sorted[sorted.length - 1] : Double.NaN;
	}

	private static String row(String target, double ours, double bound) {
		String verdict = (Double.isNaN(ours) || Double.isNaN(bound)) ? "not measured"
				: (ours <= bound) ? "met" : "missed";
		return "| " + target + " | " + figure(ours) + " | " + figure(bound) + " | " + verdict + " |\n";
	}

	private static String figure(double figure) {
		return Double.isNaN(figure) ? "-" : ResultTable.format(figure);
	}

}
