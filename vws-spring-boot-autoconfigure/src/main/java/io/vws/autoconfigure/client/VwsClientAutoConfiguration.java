package io.vws.autoconfigure.client;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.client.VwsClient;
import io.vws.spring.client.ClientThreads;
import io.vws.spring.client.VwsClientLifecycle;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link VwsClient}: of the
 * server that the configuration names, else of the application's own bus.
 */
@AutoConfiguration(after = VwsBusAutoConfiguration.class,
		afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
				"org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration" })
@EnableConfigurationProperties({ VwsClientProperties.class, VwsClientsProperties.class })
@Import({ VwsClientAutoConfiguration.Details.class, VwsClientAutoConfiguration.Remote.class,
		VwsClientAutoConfiguration.Local.class, NamedClientsRegistrar.class })
public final class VwsClientAutoConfiguration {

	static final String NAMED_CLIENTS = "vwsNamedClients";

	@Bean
	@ConditionalOnMissingBean
	ClientThreads vwsClientThreads(Environment environment) {
		return Threading.VIRTUAL.isActive(environment) ? ClientThreads.virtual() : ClientThreads.platform();
	}

	@Bean
	ClientFactory vwsClientFactory(ClientThreads threads, ApplicationEventPublisher events,
			ObjectProvider<JsonMapper> mapper, ObjectProvider<SslBundles> bundles, ObjectProvider<TokenHeaders> tokens,
			ObjectProvider<VwsClientCustomizer> customizers) {
		return new ClientFactory(threads, events, mapper, bundles, tokens, customizers);
	}

	@Bean(NAMED_CLIENTS)
	NamedClients vwsNamedClients(ClientFactory factory, VwsClientsProperties properties) {
		return new NamedClients(factory, properties.clients());
	}

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
