package io.vws.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU seconds, user and system, from {@code /proc}; in steps of 10 ms.
 *
 * @param server of the server's process
 * @param generator of this process
 * @param machine of everything on this machine
 */
record Usage(double server, double generator, double machine) {

	private static final double TICKS_PER_SECOND = 100;

	static Usage now(long pid) {
		return new Usage(process(pid), process(ProcessHandle.current().pid()), machineSeconds());
	}

	/**
	 * What was used since an earlier reading.
	 */
	Usage since(Usage earlier) {
		return new Usage(this.server - earlier.server, this.generator - earlier.generator,
				this.machine - earlier.machine);
	}

	/** Used by neither of the two processes. */
	double others() {
		return Math.max(0, this.machine - this.server - this.generator);
	}

	private static double process(long pid) {
		String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
	}

	private static double machineSeconds() {
		String[] fields = read(Path.of("/proc/stat")).lines().findFirst().orElse("").split(" +");
		long busy = 0;
		for (int field : new int[] { 1, 2, 3, 6, 7 }) {
			busy += Long.parseLong(fields[field]);
		}
		return busy / TICKS_PER_SECOND;
	}

	static String read(Path path) {
		try {
			return Files.readString(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The server is gone", ex);
		}
	}

}
