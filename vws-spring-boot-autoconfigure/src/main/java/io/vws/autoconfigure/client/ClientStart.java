package io.vws.autoconfigure.client;

import java.time.Duration;

import io.vws.client.VwsClient;
import io.vws.spring.client.ClientStartException;
import io.vws.spring.client.VwsClientLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * How a client is started as the configuration says.
 */
final class ClientStart {

	/** The client itself gives up after the connect timeout, and says why. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private ClientStart() {
	}

	/**
	 * Return what starts and stops a client.
	 * @param url where the server is, {@code null} for a local client
	 */
	static VwsClientLifecycle lifecycle(ConfiguredClient configured, VwsClient client, @Nullable String url) {
		VwsClientProperties properties = configured.properties();
		if (!properties.failFast() || url == null) {
			return new VwsClientLifecycle(client, properties.autoStart());
		}
		return new VwsClientLifecycle(client, properties.autoStart(), properties.connectTimeout().plus(MARGIN),
				(reason) -> new ClientStartException(
						"The server at '" + ClientUrl.printable(url) + "' (" + configured.key("url")
								+ ") cannot be reached: " + reason,
						"Start the server, correct '" + configured.key("url") + "', or set '"
								+ configured.key("fail-fast") + "' to false, to start without the server."));
	}

}
