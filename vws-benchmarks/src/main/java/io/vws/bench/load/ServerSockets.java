package io.vws.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The server's ends of connections, as the kernel shows them. Who does not read cannot
 * see that the other end was closed; the kernel's table tells.
 */
final class ServerSockets {

	private static final String ESTABLISHED = "01";

	private ServerSockets() {
	}

	/**
	 * The client ports of connections that the server has not closed.
	 */
	static Set<Integer> open(Target target) {
		Set<Integer> ports = new HashSet<>();
		for (String table : new String[] { "tcp", "tcp6" }) {
			Path path = Path.of("/proc", Long.toString(target.pid()), "net", table);
			Usage.read(path).lines().skip(1).map((line) -> line.strip().split(" +")).forEach((fields) -> {
				if (port(fields[1]) == target.port() && fields[3].equals(ESTABLISHED)) {
					ports.add(port(fields[2]));
				}
			});
		}
		return ports;
	}

	private static int port(String address) {
		return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
	}

	/**
	 * The port of a client's own end, or -1.
	 */
	static int port(Client client) {
		try {
			@Nullable SocketAddress address = (client.channel != null) ? client.channel.getLocalAddress() : null;
			return (address instanceof InetSocketAddress inet) ? inet.getPort() : -1;
		}
		catch (IOException ex) {
			return -1;
		}
	}

}
