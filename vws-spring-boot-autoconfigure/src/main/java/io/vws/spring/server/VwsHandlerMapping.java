package io.vws.spring.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.vws.server.VwsServer;

import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * Maps the upgrades at one path to a {@link VwsWebSocketHandler}, behind the check of the
 * Origin. Ordered before the mappings of MVC, so that no {@code @GetMapping("/{x}")}
 * answers instead; matches upgrades only, so that ordinary requests to the path go where
 * they went.
 */
public final class VwsHandlerMapping extends WebSocketHandlerMapping {

	private static final int ORDER = -2;

	/**
	 * Create a mapping.
	 * @param path path of the endpoint
	 * @param handler takes the connections
	 * @param server says whether a further connection would be taken
	 * @param allowedOrigins origins beside the server's own, also patterns such as
	 * {@code https://*.example.com}
	 * @param interceptors asked behind the check of the Origin, in order
	 * @param tomcatDirect whether to write frames straight to Tomcat's sockets
	 */
	public VwsHandlerMapping(String path, VwsWebSocketHandler handler, VwsServer server,
			Collection<String> allowedOrigins, List<VwsHandshakeInterceptor> interceptors, boolean tomcatDirect) {
		WebSocketHttpRequestHandler requestHandler = new WebSocketHttpRequestHandler(handler,
				new VwsHandshakeHandler(tomcatDirect));
		List<HandshakeInterceptor> all = new ArrayList<>();
		all.add(new LoggingOriginHandshakeInterceptor(allowedOrigins));
		all.add(new CapacityHandshakeInterceptor(server));
		all.addAll(interceptors);
		requestHandler.setHandshakeInterceptors(all);
		setWebSocketUpgradeMatch(true);
		setUrlMap(Map.of(path, requestHandler));
		setOrder(ORDER);
	}

}
