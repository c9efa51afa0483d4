package io.vws.autoconfigure.client;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.vws.client.VwsClient;
import io.vws.spring.client.ClientStartException;
import io.vws.spring.client.LocalVwsClient;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The bridges of the configuration by their clients, checked against each other.
 */
final class ConfiguredBridges {

	private ConfiguredBridges() {
	}

	/**
	 * Parse and check the bridges.
	 * @param beans where the clients are
	 * @return the bridges of each client
	 */
	static Map<VwsClient, List<ConfiguredBridge>> of(VwsBridgesProperties properties, BeanFactory beans) {
		Map<VwsClient, List<ConfiguredBridge>> bridges = new IdentityHashMap<>();
		properties.bridges().forEach((name, bridge) -> {
			if (bridge.enabled()) {
				ConfiguredBridge configured = ConfiguredBridge.of(name, bridge);
				bridges.computeIfAbsent(client(configured, beans), (client) -> new ArrayList<>()).add(configured);
			}
		});
		for (List<ConfiguredBridge> sameServer : bridges.values()) {
			sameServer.forEach((bridge) -> sameServer.forEach(bridge::checkAgainst));
		}
		return bridges;
	}

	private static VwsClient client(ConfiguredBridge bridge, BeanFactory beans) {
		String name = bridge.properties().client();
		VwsClient client = name.isEmpty() ? beans.getBeanProvider(VwsClient.class).getIfAvailable()
				: named(bridge, name, beans);
		if (client == null || client instanceof LocalVwsClient) {
			throw new ClientStartException(
					"The bridge 'vws.bridges." + bridge.name() + "' joins a server to the bus, but there is no server: "
							+ "'vws.client.url' is not set.",
					"Set it, or set 'vws.bridges." + bridge.name() + ".client' to the name of a client below "
							+ "'vws.clients'.");
		}
		return client;
	}

	private static VwsClient named(ConfiguredBridge bridge, String name, BeanFactory beans) {
		try {
			return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, VwsClient.class, name);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new InvalidConfigurationPropertyValueException("vws.bridges." + bridge.name() + ".client", name,
					"There is no client of this name below vws.clients.");
		}
	}

}
