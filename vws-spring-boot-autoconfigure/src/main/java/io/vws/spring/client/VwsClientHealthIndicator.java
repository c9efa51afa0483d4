package io.vws.spring.client;

import io.vws.client.ClientState;
import io.vws.client.ClientStatus;
import io.vws.client.VwsClient;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of a client: up while it is connected, unknown until somebody connects it, else
 * down.
 */
public final class VwsClientHealthIndicator extends AbstractHealthIndicator {

	private final VwsClient client;

	/**
	 * Create an indicator.
	 */
	public VwsClientHealthIndicator(VwsClient client) {
		super("The state of the client could not be read");
		this.client = client;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ClientStatus status = this.client.status();
		if (status.state() == ClientState.OPEN) {
			builder.up();
		}
		else if (status.state() == ClientState.IDLE) {
			builder.unknown();
		}
		else {
			builder.down();
		}
		builder.withDetail("state", status.state().name())
			.withDetail("since", status.since())
			.withDetail("attempts", status.attempts());
	}

}
