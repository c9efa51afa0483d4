package io.vws.spring.server;

import java.util.List;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * Accepts the upgrade without any extension. Containers would otherwise compress for
 * every browser, which costs about 200 KiB of memory for each connection.
 */
public final class VwsHandshakeHandler extends DefaultHandshakeHandler {

	/**
	 * Create a handler for the web container that is there.
	 */
	public VwsHandshakeHandler() {
		super(UpgradeStrategies.best());
	}

	@Override
	protected List<WebSocketExtension> filterRequestedExtensions(ServerHttpRequest request,
			List<WebSocketExtension> requestedExtensions, List<WebSocketExtension> supportedExtensions) {
		return List.of();
	}

}
