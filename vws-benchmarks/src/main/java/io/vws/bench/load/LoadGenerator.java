package io.vws.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Puts one workload on one server, and reports what it cost: <pre>
 * LoadGenerator fanout-100 --protocol vws --port 8080 --pid 4711 [--server name] [--seconds 2.5] [--warm-up 1.5]
 * </pre> One line of JSON goes to standard output. A run that fails says why in
 * {@code failed}, and the program ends with 1.
 */
public final class LoadGenerator {

	private LoadGenerator() {
	}

	/**
	 * Run one workload.
	 * @return its figures, or why it failed
	 */
	public static Report run(Target target, Workload workload, Timing timing) {
		Report report = new Report(workload.name(), target.name());
		long start = System.nanoTime();
		try (LoadSession session = new LoadSession(target, timing)) {
			new WorkloadRun(session, workload, timing, report).run();
			if (session.refused() > 0) {
				report.put("firstRefusal", String.valueOf(session.firstRefusal()));
			}
		}
		catch (LoadException | UncheckedIOException ex) {
			report.put("failed", String.valueOf(ex.getMessage()));
		}
		return report.put("wholeRunSeconds", (System.nanoTime() - start) / 1e9);
	}

	/**
	 * Where {@code jcmd} lies for a process, if it is a JVM.
	 */
	public static @Nullable Path jcmd(long pid) {
		try {
			Path program = Path.of("/proc", Long.toString(pid), "exe").toRealPath();
			Path jcmd = program.resolveSibling("jcmd");
			return program.endsWith("java") && Files.isExecutable(jcmd) ? jcmd : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Run the workload of the command line.
	 */
	public static void main(String[] args) {
		Map<String, String> options = new HashMap<>();
		for (int i = 1; i + 1 < args.length; i += 2) {
			options.put(args[i], args[i + 1]);
		}
		long pid = Long.parseLong(options.getOrDefault("--pid", "0"));
		if (args.length % 2 == 0 || pid == 0 || !options.containsKey("--port")) {
			System.err.println("LoadGenerator WORKLOAD --protocol vws|stomp|mqtt|raw --port N --pid N"
					+ " [--server NAME] [--seconds N] [--warm-up N]");
			System.exit(2);
		}
		String protocol = options.getOrDefault("--protocol", "vws");
		Target target = new Target(options.getOrDefault("--server", protocol), Protocol.named(protocol),
				Integer.parseInt(options.getOrDefault("--port", "")), pid, jcmd(pid));
		Timing timing = Timing.DEFAULT.withSeconds(Double.parseDouble(options.getOrDefault("--seconds", "2.5")),
				Double.parseDouble(options.getOrDefault("--warm-up", "1.5")));
		Report report = run(target, Workload.parse(args[0]), timing);
		System.out.println(report);
		System.exit(report.isFailed() ? 1 : 0);
	}

}
