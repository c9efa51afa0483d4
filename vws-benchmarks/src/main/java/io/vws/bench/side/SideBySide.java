package io.vws.bench.side;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.vws.bench.load.LoadGenerator;
import io.vws.bench.load.Report;
import io.vws.bench.load.Timing;
import io.vws.bench.load.Workload;

/**
 * Measures VWS beside the systems that users would pick instead. Every workload runs on
 * every system before it is repeated, so that a machine that changes its mood does so for
 * all. Each run is written as a line of JSON; at the end stands a table.
 */
public final class SideBySide {

	private static final double WARM_UP_SECONDS = 12;

	/**
	 * At a fixed rate the compiler needs longer, and its threads cost latency meanwhile.
	 */
	private static final double PACED_WARM_UP_SECONDS = 30;

	private static final int WARM_STORMS = 3;

	/** For all JVM systems: a heap that does not change its size while it is measured. */
	private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g");

	/** For all JVM systems where memory counts: a heap that follows what lives in it. */
	private static final List<String> SHRINKING_JVM = List.of("-Xms32m", "-Xmx2g", "-XX:MinHeapFreeRatio=5",
			"-XX:MaxHeapFreeRatio=10");

	private final Options options;

	private final Path directory;

	private final Path lines;

	private final List<Report> reports = new ArrayList<>();

	private SideBySide(Options options) throws IOException {
		this.options = options;
		this.directory = Files.createDirectories(options.output());
		String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
		this.lines = this.directory.resolve(time + ".jsonl");
	}

	private void run() throws IOException {
		System.out.println(Machine.describe(this.options));
		List<Workload> fresh = new ArrayList<>();
		List<Workload> shared = new ArrayList<>();
		for (Workload workload : this.options.workloads()) {
			boolean alone = workload.kind() == Workload.Kind.IDLE || workload.kind() == Workload.Kind.STORM;
			(alone ? fresh : shared).add(workload);
		}
		if (!shared.isEmpty()) {
			onWarmServers(shared);
		}
		for (Workload workload : fresh) {
			for (int round = 0; round < this.options.rounds(); round++) {
				for (Contestant contestant : this.options.contestants()) {
					if (contestant.takes(workload)) {
						onFreshServer(contestant, workload);
					}
				}
			}
		}
		ResultTable table = new ResultTable(this.reports);
		System.out.println(table.figures());
		System.out.println(Targets.evaluate(table));
		System.out.println("Every run: " + this.lines);
	}

	private void onWarmServers(List<Workload> workloads) throws IOException {
		List<RunningServer> servers = new ArrayList<>();
		try {
			for (Contestant contestant : this.options.contestants()) {
				servers.add(RunningServer.start(contestant, jvm(JVM), this.directory));
			}
			servers.forEach((server) -> warmUp(server, "fanout-50", WARM_UP_SECONDS));
			Set<Workload.Kind> seen = EnumSet.of(Workload.Kind.FANOUT);
			for (Workload workload : workloads) {
				if (seen.add(workload.kind())) {
					rehearse(workload.kind(), servers);
				}
				for (int round = 0; round < this.options.rounds(); round++) {
					for (RunningServer server : servers) {
						if (server.contestant().takes(workload)) {
							keep(measure(server, workload, timing(workload, server)));
						}
					}
				}
			}
		}
		finally {
			servers.forEach(RunningServer::close);
		}
	}

	/**
	 * Code that full load has compiled for itself is compiled anew for other work.
	 */
	private void rehearse(Workload.Kind kind, List<RunningServer> servers) {
		switch (kind) {
			case TOPICS -> servers.forEach((server) -> warmUp(server, "topics-200x10", WARM_UP_SECONDS));
			case PACED -> servers.forEach((server) -> warmUp(server, "paced", PACED_WARM_UP_SECONDS));
			default -> {
			}
		}
	}

	/**
	 * Let the compiler do its work before anything counts.
	 */
	private void warmUp(RunningServer server, String name, double seconds) {
		Workload workload = Workload.parse(name);
		if (server.contestant().isJvm() && server.contestant().takes(workload)) {
			double stretch = (this.options.seconds() < 2) ? 2 : seconds;
			Report report = measure(server, workload, Timing.DEFAULT.withSeconds(1, stretch));
			System.err.println("warm-up " + report);
		}
	}

	private Timing timing(Workload workload, RunningServer server) {
		boolean paced = workload.kind() == Workload.Kind.PACED;
		double seconds = this.options.seconds() * (paced ? 3 : 1);
		return Timing.DEFAULT.withSeconds(seconds,
				Math.min(this.options.seconds(), server.contestant().isJvm() ? 2 : 1));
	}

	/**
	 * Idle connections: memory of a server that has done nothing else. A storm: on a cold
	 * server, and again when it is warm, which counts.
	 */
	private void onFreshServer(Contestant contestant, Workload workload) throws IOException {
		boolean idle = workload.kind() == Workload.Kind.IDLE;
		try (RunningServer server = RunningServer.start(contestant, jvm(idle ? SHRINKING_JVM : JVM), this.directory)) {
			if (idle) {
				measure(server, Workload.parse("storm-200"), Timing.DEFAULT);
				keep(measure(server, workload, Timing.DEFAULT));
				return;
			}
			Report cold = measure(server, workload, Timing.DEFAULT);
			Report warm = cold;
			for (int i = 0; i < (contestant.isJvm() ? WARM_STORMS : 1) && !warm.isFailed(); i++) {
				warm = measure(server, workload, Timing.DEFAULT);
			}
			keep(warm.put("coldServerMicrosPerConnection", cold.figure("serverMicrosPerConnection")));
		}
	}

	private static Report measure(RunningServer server, Workload workload, Timing timing) {
		return LoadGenerator.run(server.target(), workload, timing);
	}

	private void keep(Report report) throws IOException {
		this.reports.add(report);
		String line = report + "\n";
		Files.writeString(this.lines, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		System.err.print(line);
	}

	private List<String> jvm(List<String> flags) {
		List<String> words = new ArrayList<>();
		words.add(this.options.java().toString());
		words.addAll(flags);
		words.add("-cp");
		words.add(System.getProperty("java.class.path"));
		return words;
	}

	/**
	 * Measure, and print the tables.
	 */
	public static void main(String[] args) throws IOException {
		Options options;
		try {
			options = Options.parse(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
			return;
		}
		new SideBySide(options).run();
	}

}
