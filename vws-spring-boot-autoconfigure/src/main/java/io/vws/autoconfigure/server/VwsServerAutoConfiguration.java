package io.vws.autoconfigure.server;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.event.VwsEventAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.server.ClientEventListener;
import io.vws.server.ServerListener;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnections;
import io.vws.server.VwsServer;
import io.vws.server.VwsServerBuilder;
import io.vws.spring.server.VwsHandlerMapping;
import io.vws.spring.server.VwsHandshakeInterceptor;
import io.vws.spring.server.VwsServerCustomizer;
import io.vws.spring.server.VwsServerLifecycle;
import io.vws.spring.server.VwsWebSocketHandler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.WebSocketHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that exposes the event bus over
 * WebSocket in a servlet application.
 */
@AutoConfiguration(after = { VwsBusAutoConfiguration.class, VwsAuthorizationAutoConfiguration.class,
		VwsEventAutoConfiguration.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ WebSocketHandler.class, DispatcherServlet.class })
@ConditionalOnBean({ EventBus.class, VwsAuthorizer.class })
@ConditionalOnBooleanProperty(name = "vws.server.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VwsServerProperties.class)
public final class VwsServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	VwsServer vwsServer(EventBus bus, VwsAuthorizer authorizer, JsonMapper mapper, VwsServerProperties properties,
			ObjectProvider<ServerListener> listeners, ObjectProvider<ClientEventListener> clientEvents,
			ObjectProvider<VwsServerCustomizer> customizers) {
		VwsServerBuilder builder = VwsServer.builder(bus, authorizer, mapper)
			.settings(properties.toSettings())
			.clientEvents(clientEvents.getIfAvailable(ClientEventListener::none));
		listeners.orderedStream().forEach(builder::listener);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	VwsConnections vwsConnections(VwsServer server) {
		return new VwsConnections(server);
	}

	@Bean
	@ConditionalOnMissingBean
	VwsServerLifecycle vwsServerLifecycle(VwsServer server, VwsServerProperties properties) {
		return new VwsServerLifecycle(server, properties.shutdownTimeout(), properties.shutdownSpread());
	}

	@Bean
	@ConditionalOnMissingBean
	VwsWebSocketHandler vwsWebSocketHandler(VwsServer server, VwsServerProperties properties) {
		return new VwsWebSocketHandler(server, properties.writeTimeout());
	}

	@Bean
	@ConditionalOnMissingBean(name = "vwsHandlerMapping")
	VwsHandlerMapping vwsHandlerMapping(VwsWebSocketHandler handler, VwsServer server, VwsServerProperties properties,
			ObjectProvider<VwsHandshakeInterceptor> interceptors) {
		return new VwsHandlerMapping(properties.path(), handler, server, properties.allowedOrigins(),
				interceptors.orderedStream().toList(), properties.tomcat().direct());
	}

}
