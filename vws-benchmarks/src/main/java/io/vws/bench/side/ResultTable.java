package io.vws.bench.side;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.vws.bench.load.Report;
import io.vws.bench.load.Workload;

/**
 * Medians of all rounds, as Markdown.
 */
final class ResultTable {

	/** Cores that others may use during a run before it counts as disturbed. */
	private static final double QUIET_CORES = 0.2;

	private static final List<String> COUNTS = List.of("lost", "disordered", "repeated", "refused", "writtenOff");

	private final List<Report> reports;

	ResultTable(List<Report> reports) {
		this.reports = List.copyOf(reports);
	}

	/**
	 * The figures that say most about a kind of workload.
	 */
	static List<String> keys(Workload.Kind kind) {
		return switch (kind) {
			case FANOUT -> List.of("serverMicrosPerDelivery");
			case PACED -> List.of("serverMicrosPerDelivery", "p50Micros", "p99Micros", "p999Micros", "maxMicros");
			case TOPICS -> List.of("serverMicrosPerPublish");
			case IDLE -> List.of("residentKiBPerConnection", "heapKiBPerConnection");
			case STORM -> List.of("serverMicrosPerConnection", "coldServerMicrosPerConnection");
			case STALLED -> List.of("rateKept", "serverMicrosPerDelivery", "serverMicrosPerDeliveryAlone",
					"stalledClosed", "lastClosedSeconds");
		};
	}

	/**
	 * All medians, each with the lowest and the highest figure and the ratio to ours.
	 */
	String figures() {
		Set<String> servers = new LinkedHashSet<>();
		Set<String> workloads = new LinkedHashSet<>();
		for (Report report : this.reports) {
			servers.add(report.server());
			workloads.add(report.workload());
		}
		StringBuilder table = new StringBuilder("\n| workload | figure | ").append(String.join(" | ", servers))
			.append(" |\n|---|---|")
			.append("---|".repeat(servers.size()))
			.append('\n');
		for (String workload : workloads) {
			for (String key : keys(Workload.parse(workload).kind())) {
				table.append("| `").append(workload).append("` | ").append(key).append(" |");
				servers.forEach((server) -> table.append(' ').append(cell(workload, server, key)).append(" |"));
				table.append('\n');
			}
		}
		return table.append("\nMedian (lowest to highest), and how many times ours it is.\n")
			.append(remarks())
			.toString();
	}

	private String cell(String workload, String server, String key) {
		double[] figures = figures(workload, server, key);
		if (figures.length == 0) {
			return "-";
		}
		double median = median(figures);
		double ours = median(workload, Contestant.VWS, key);
		String text = format(median);
		if (figures.length > 1) {
			text += " (" + format(figures[0]) + " to " + format(figures[figures.length - 1]) + ")";
		}
		boolean ratio = !server.equals(Contestant.VWS) && ours > 0 && median > 0;
		return ratio ? text + ", x " + format(median / ours) : text;
	}

	/**
	 * What was not as it should be: failures and losses, and whether the machine was
	 * quiet.
	 */
	private String remarks() {
		Map<String, Integer> remarks = new LinkedHashMap<>();
		for (Report report : this.reports) {
			String run = "`" + report.workload() + "` on " + report.server() + ": ";
			if (report.isFailed()) {
				remarks.merge(run + "failed, " + report.values().get("failed"), 1, Integer::sum);
			}
			for (String count : COUNTS) {
				if (report.figure(count) > 0) {
					remarks.merge(run + count + " " + format(report.figure(count)), 1, Integer::sum);
				}
			}
		}
		StringBuilder text = new StringBuilder();
		remarks.forEach(
				(remark, runs) -> text.append("\n- ").append(remark).append((runs > 1) ? " (" + runs + " runs)" : ""));
		if (text.isEmpty()) {
			text.append("Nothing was lost, disordered, repeated or refused.");
		}
		return text.append('\n').append(disturbances()).toString();
	}

	private String disturbances() {
		double[] cores = this.reports.stream()
			.mapToDouble((report) -> report.figure("otherCpuSeconds") / report.figure("seconds"))
			.filter((used) -> used > QUIET_CORES)
			.toArray();
		if (cores.length == 0) {
			return "\nThe machine was quiet.\n";
		}
		return "\nOther programs used up to " + format(Arrays.stream(cores).max().orElse(0)) + " cores, and more than "
				+ QUIET_CORES + " during " + cores.length + " of " + this.reports.size() + " runs.\n";
	}

	/**
	 * A figure in all rounds, lowest first.
	 */
	double[] figures(String workload, String server, String key) {
		return this.reports.stream()
			.filter((report) -> report.workload().equals(workload) && report.server().equals(server))
			.mapToDouble((report) -> report.figure(key))
			.filter((figure) -> !Double.isNaN(figure))
			.sorted()
			.toArray();
	}

	/**
	 * The median of a figure, {@link Double#NaN} if there is none.
	 */
	double median(String workload, String server, String key) {
		return median(figures(workload, server, key));
	}

	private static double median(double[] sorted) {
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return Double.NaN;
		}
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	static String format(double figure) {
		double size = Math.abs(figure);
		int decimals = (size >= 100 || figure == Math.rint(figure)) ? 0 : (size >= 10) ? 1 : 2;
		return String.format(Locale.ROOT, "%,." + decimals + "f", figure);
	}

}
