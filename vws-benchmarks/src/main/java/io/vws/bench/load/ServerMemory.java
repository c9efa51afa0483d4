package io.vws.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Memory of the server's process, in KiB.
 *
 * @param resident what it occupies
 * @param heap objects that live, or {@link Double#NaN} if it is not a JVM
 */
record ServerMemory(double resident, double heap) {

	private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

	private static final Pattern USED = Pattern.compile("\\bused (\\d+)([KMG])");

	private static final long COMMAND_SECONDS = 60;

	static double resident(long pid) {
		Matcher matcher = RESIDENT.matcher(Usage.read(Path.of("/proc", Long.toString(pid), "status")));
		return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
	}

	/**
	 * Collect garbage, twice since the first leaves what has finalizers, and look.
	 */
	static ServerMemory afterGarbageCollection(LoadSession session) {
		Target target = session.target();
		Path jcmd = target.jcmd();
		double heap = Double.NaN;
		if (jcmd != null) {
			run(session, jcmd, "GC.run");
			run(session, jcmd, "GC.run");
			heap = heap(run(session, jcmd, "GC.heap_info"));
			session.rest(1);
		}
		return new ServerMemory(resident(target.pid()), heap);
	}

	/**
	 * Heap in use, whatever the collector.
	 * @param info the answer to {@code GC.heap_info}
	 */
	static double heap(String info) {
		double used = 0;
		for (String line : info.lines().toList()) {
			Matcher matcher = USED.matcher(line);
			if (!line.contains("Metaspace") && !line.contains("class space") && matcher.find()) {
				used += Double.parseDouble(matcher.group(1)) * switch (matcher.group(2)) {
					case "K" -> 1;
					case "M" -> 1024;
					default -> 1024 * 1024;
				};
			}
		}
		return used;
	}

	private static String run(LoadSession session, Path jcmd, String command) {
		@Nullable Process process = null;
		try {
			process = new ProcessBuilder(jcmd.toString(), Long.toString(session.target().pid()), command)
				.redirectErrorStream(true)
				.start();
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMMAND_SECONDS);
			while (process.isAlive() && System.nanoTime() < end) {
				session.rest(0.05); // answers pings
			}
			if (process.isAlive() || process.exitValue() != 0) {
				throw new LoadException(jcmd + " " + command + " failed");
			}
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new LoadException("Cannot run " + jcmd, ex);
		}
		finally {
			if (process != null) {
				process.destroyForcibly();
			}
		}
	}

}
