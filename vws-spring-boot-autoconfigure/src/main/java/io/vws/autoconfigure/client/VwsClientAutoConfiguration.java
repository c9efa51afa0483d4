package io.vws.autoconfigure.client;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.client.ClientObservation;
import io.vws.client.VwsClient;
import io.vws.spring.client.ClientThreads;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
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
@Import({ VwsClientConfigurations.Details.class, VwsClientConfigurations.Remote.class,
		VwsClientConfigurations.Local.class, NamedClientsRegistrar.class })
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
			ObjectProvider<VwsClientCustomizer> customizers, ObjectProvider<ClientObservation> observation) {
		return new ClientFactory(threads, events, mapper, bundles, tokens, customizers,
				observation.getIfAvailable(ClientObservation::none));
	}

	@Bean(NAMED_CLIENTS)
	NamedClients vwsNamedClients(ClientFactory factory, VwsClientsProperties properties) {
		return new NamedClients(factory, properties.clients());
	}

}
