package io.vws.spring.server;

import org.springframework.util.ClassUtils;
import org.springframework.web.socket.server.RequestUpgradeStrategy;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/**
 * Finds the way to accept upgrades on the web container that is there.
 */
final class UpgradeStrategies {

	private static final boolean jetty = ClassUtils.isPresent(
			"org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer",
			UpgradeStrategies.class.getClassLoader());

	private UpgradeStrategies() {
	}

	static RequestUpgradeStrategy best() {
		return jetty ? Jetty.strategy() : new StandardWebSocketUpgradeStrategy();
	}

	/** Loaded only where Jetty is present. */
	private static final class Jetty {

		static RequestUpgradeStrategy strategy() {
			return new JettyUpgradeStrategy();
		}

	}

}
