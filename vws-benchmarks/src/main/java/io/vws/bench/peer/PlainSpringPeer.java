package io.vws.bench.peer;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/**
 * Spring WebSocket as it is used without a messaging protocol: a handler that sends to
 * all sessions, in a loop. Neither topics nor JSON nor queues.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebSocket
public class PlainSpringPeer implements WebSocketConfigurer {

	@Override
	public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
		registry.addHandler(new SendToAll(), "/raw");
	}

	/**
	 * Start the server on the loopback interface.
	 */
	public static ConfigurableApplicationContext start(int port) {
		return SpringPeer.start(PlainSpringPeer.class, port);
	}

	/**
	 * Run the server.
	 */
	public static void main(String[] args) {
		start(SpringPeer.port(args));
	}

}
