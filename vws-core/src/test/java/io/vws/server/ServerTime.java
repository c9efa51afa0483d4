package io.vws.server;

import java.time.Duration;

/**
 * The time of a server that passes only where the test says so, for tests of what shows a
 * server.
 */
public final class ServerTime {

	private final VwsServer server;

	private ServerTime(VwsServer server) {
		this.server = server;
	}

	/**
	 * Stop the time of a server.
	 */
	public static ServerTime stop(VwsServer server) {
		server.watchdog().close();
		return new ServerTime(server);
	}

	/**
	 * Let time pass, and the server look at its connections.
	 */
	public void advance(Duration time) {
		this.server.clock().advance(time.toNanos());
		this.server.connections().forEach(VwsConnection::check);
	}

}
