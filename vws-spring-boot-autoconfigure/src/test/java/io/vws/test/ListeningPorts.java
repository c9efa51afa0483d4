package io.vws.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The TCP ports on which this process listens, as Linux knows them.
 */
public final class ListeningPorts {

	private static final String LISTEN = "0A";

	private ListeningPorts() {
	}

	/**
	 * Return the ports.
	 */
	public static Set<Integer> ofThisProcess() throws IOException {
		Set<String> mine = sockets();
		Set<Integer> ports = new TreeSet<>();
		for (String table : List.of("tcp", "tcp6")) {
			for (String line : Files.readAllLines(Path.of("/proc/self/net", table))) {
				String[] columns = line.trim().split("\\s+");
				if (columns[3].equals(LISTEN) && mine.contains("socket:[" + columns[9] + "]")) {
					ports.add(Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16));
				}
			}
		}
		return ports;
	}

	private static Set<String> sockets() throws IOException {
		Set<String> sockets = new HashSet<>();
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			descriptors.forEach((descriptor) -> {
				try {
					sockets.add(Files.readSymbolicLink(descriptor).toString());
				}
				catch (NoSuchFileException ex) {
					// closed meanwhile
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
		return sockets;
	}

}
