package io.vws.autoconfigure.actuate;

import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnections;
import io.vws.server.VwsServer;
import io.vws.spring.actuate.VwsEndpoint;
import io.vws.spring.actuate.VwsEndpointWebExtension;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the endpoint {@code vws}.
 */
@AutoConfiguration(after = VwsServerAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(VwsEndpoint.class)
@ConditionalOnBean({ VwsServer.class, VwsConnections.class })
@EnableConfigurationProperties(VwsEndpointProperties.class)
public final class VwsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	VwsEndpoint vwsEndpoint(VwsServer server, VwsConnections connections, VwsAuthorizer authorizer, JsonMapper mapper,
			VwsEndpointProperties properties) {
		return new VwsEndpoint(server, connections, authorizer, mapper, properties.showValues(), properties.roles());
	}

	@Bean
	@ConditionalOnBean(VwsEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = VwsEndpoint.class, exposure = EndpointExposure.WEB)
	VwsEndpointWebExtension vwsEndpointWebExtension(VwsEndpoint endpoint) {
		return new VwsEndpointWebExtension(endpoint);
	}

}
