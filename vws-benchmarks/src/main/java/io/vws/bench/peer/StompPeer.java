package io.vws.bench.peer;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * Spring's STOMP over WebSocket with the simple broker, out of the box: an endpoint and a
 * prefix, which have no default, and nothing else. Clients send straight to the broker.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebSocketMessageBroker
public class StompPeer implements WebSocketMessageBrokerConfigurer {

	@Override
	public void configureMessageBroker(MessageBrokerRegistry registry) {
		registry.enableSimpleBroker("/topic");
	}

	@Override
	public void registerStompEndpoints(StompEndpointRegistry registry) {
		registry.addEndpoint("/stomp");
	}

	/**
	 * Start the server on the loopback interface.
	 */
	public static ConfigurableApplicationContext start(int port) {
		return SpringPeer.start(StompPeer.class, port);
	}

	/**
	 * Run the server.
	 */
	public static void main(String[] args) {
		start(SpringPeer.port(args));
	}

}
