package io.vws.scenarios;

import java.time.Duration;

import io.vws.client.ReconnectPolicy;
import io.vws.client.VwsClient;
import io.vws.server.VwsServer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The scenarios, seen by the client of a server.
 */
class RemoteClientScenariosIntegrationTests extends ServerClientScenarios {

	private static final ReconnectPolicy SOON = new ReconnectPolicy(true, Duration.ofMillis(10), Duration.ofMillis(100),
			2, 1, 0, Duration.ofSeconds(30), Duration.ofMillis(50));

	private final int port;

	RemoteClientScenariosIntegrationTests(@Autowired VwsServer server, @LocalServerPort int port) {
		super(server);
		this.port = port;
	}

	@Override
	VwsClient newClient() {
		return VwsClient.builder("ws://localhost:" + this.port + "/vws").reconnect(SOON).build();
	}

}
