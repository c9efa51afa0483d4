package io.vws.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;

import io.vws.delivery.OverflowPolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a {@link VwsClient} of a server. What is not set has a default.
 */
public final class VwsClientBuilder {

	private final URI uri;

	private ConnectHeaders headers = java.util.Map::of;

	private Duration connectTimeout = Duration.ofSeconds(10);

	private Duration requestTimeout = Duration.ofSeconds(10);

	private int queueCapacity = 100;

	private int handlerCapacity = 1024;

	private OverflowPolicy onOverflow = OverflowPolicy.DISCONNECT;

	private ReconnectPolicy reconnect = ReconnectPolicy.defaults();

	private Duration pingInterval = Duration.ofSeconds(30);

	private Duration pongTimeout = Duration.ofSeconds(10);

	private int maxMessageBytes = 1024 * 1024;

	private JsonMapper mapper = JsonMapper.shared();

	private @Nullable HttpClient httpClient;

	private @Nullable Executor executor;

	VwsClientBuilder(String url) {
		this.uri = URI.create(url);
	}

}
