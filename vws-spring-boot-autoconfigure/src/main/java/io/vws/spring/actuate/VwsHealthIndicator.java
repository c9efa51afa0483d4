package io.vws.spring.actuate;

import io.vws.server.VwsServer;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the server: up, and out of service once it stops. A server that has as many
 * connections as it may is up: those that are there are served.
 */
public final class VwsHealthIndicator extends AbstractHealthIndicator {

	private final VwsServer server;

	/**
	 * Create an indicator.
	 */
	public VwsHealthIndicator(VwsServer server) {
		this.server = server;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Health.Builder status = this.server.isStopping() ? builder.outOfService() : builder.up();
		status.withDetail("connections", this.server.connections().size())
			.withDetail("maxConnections", this.server.settings().limits().connections().max());
	}

}
