package io.vws.autoconfigure.client;

import java.util.Map;
import java.util.Objects;

import io.vws.client.VwsClient;
import io.vws.spring.client.ClientStartException;
import io.vws.spring.client.VwsClientLifecycle;

import org.springframework.util.StringUtils;

/**
 * Makes the beans that {@link NamedClientsRegistrar} has registered.
 */
final class NamedClients {

	private final ClientFactory factory;

	private final Map<String, VwsClientProperties> clients;

	NamedClients(ClientFactory factory, Map<String, VwsClientProperties> clients) {
		this.factory = factory;
		this.clients = clients;
	}

	VwsClient client(String name) {
		ConfiguredClient configured = configured(name);
		return this.factory.remote(configured, url(configured));
	}

	VwsClientLifecycle lifecycle(String name, VwsClient client) {
		ConfiguredClient configured = configured(name);
		return ClientStart.lifecycle(configured, client, url(configured));
	}

	private ConfiguredClient configured(String name) {
		VwsClientProperties properties = this.clients.get(name);
		if (properties == null || !StringUtils.hasText(properties.url())) {
			throw new ClientStartException("The configuration property 'vws.clients." + name + ".url' is not set.",
					"Set it to the URL of a VWS endpoint. Only the client of 'vws.client' can be without: it is then "
							+ "the client of the application's own bus.");
		}
		return new ConfiguredClient(name, properties);
	}

	private static String url(ConfiguredClient configured) {
		return Objects.requireNonNull(configured.properties().url());
	}

}
