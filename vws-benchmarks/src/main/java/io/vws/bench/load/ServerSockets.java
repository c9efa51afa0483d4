package io.vws.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The server's ends of some connections. Who does not read cannot see that the other end
 * was closed; whether the server's process still holds its socket tells.
 */
final class ServerSockets {

	private final Path process;

	private final Set<String> sockets = new HashSet<>();

	/**
	 * Find the server's ends, while they are open.
	 */
	ServerSockets(Target target, List<Client> clients) {
		this.process = Path.of("/proc", Long.toString(target.pid()));
		Set<Integer> ports = new HashSet<>();
		clients.forEach((client) -> ports.add(port(client)));
		for (String table : new String[] { "net/tcp", "net/tcp6" }) {
			Path path = this.process.resolve(table);
			Usage.read(path).lines().skip(1).map((line) -> line.strip().split(" +")).forEach((fields) -> {
				if (port(fields[1]) == target.port() && ports.contains(port(fields[2]))) {
					this.sockets.add("socket:[" + fields[9] + "]");
				}
			});
		}
	}

	/**
	 * How many of them the server has not closed.
	 */
	int open() {
		try (Stream<Path> files = Files.list(this.process.resolve("fd"))) {
			return (int) files.filter(this::isOneOfThem).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The server is gone", ex);
		}
	}

	private boolean isOneOfThem(Path file) {
		try {
			return this.sockets.contains(Files.readSymbolicLink(file).toString());
		}
		catch (IOException ex) {
			return false; // closed meanwhile
		}
	}

	private static int port(String address) {
		return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
	}

	private static int port(Client client) {
		try {
			return (client.channel != null && client.channel.getLocalAddress() instanceof InetSocketAddress address)
					? address.getPort() : -1;
		}
		catch (IOException ex) {
			return -1;
		}
	}

}
