package io.vws.autoconfigure.client;

import io.vws.bus.EventBus;
import io.vws.client.VwsClient;
import io.vws.spring.client.VwsClientLifecycle;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * The two kinds of client, imported in this order: what a condition asks for must have
 * been registered before.
 */
abstract class VwsClientConfigurations {

	/** Where the server is. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "vws.client.enabled", matchIfMissing = true)
	@Conditional(OnClientUrlCondition.class)
	static class Details {

		@Bean
		@ConditionalOnMissingBean
		VwsConnectionDetails vwsConnectionDetails(VwsClientProperties properties) {
			return () -> String.valueOf(properties.url());
		}

	}

	/** The client of a server. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "vws.client.enabled", matchIfMissing = true)
	@ConditionalOnBean(VwsConnectionDetails.class)
	@ConditionalOnMissingBean(VwsClient.class)
	static class Remote {

		@Bean
		VwsClient vwsClient(ClientFactory factory, VwsClientProperties properties, VwsConnectionDetails details) {
			return factory.remote(ConfiguredClient.unqualified(properties), details.getUrl());
		}

		@Bean
		VwsClientLifecycle vwsClientLifecycle(VwsClient client, VwsClientProperties properties,
				VwsConnectionDetails details) {
			return ClientStart.lifecycle(ConfiguredClient.unqualified(properties), client, details.getUrl());
		}

	}

	/** The client of the bus of the application itself. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "vws.client.enabled", matchIfMissing = true)
	@ConditionalOnBean(EventBus.class)
	@ConditionalOnMissingBean(VwsClient.class)
	static class Local {

		@Bean
		VwsClient vwsClient(ClientFactory factory, VwsClientProperties properties, EventBus bus) {
			return factory.local(ConfiguredClient.unqualified(properties), bus);
		}

		@Bean
		VwsClientLifecycle vwsClientLifecycle(VwsClient client, VwsClientProperties properties) {
			return ClientStart.lifecycle(ConfiguredClient.unqualified(properties), client, null);
		}

	}

}
