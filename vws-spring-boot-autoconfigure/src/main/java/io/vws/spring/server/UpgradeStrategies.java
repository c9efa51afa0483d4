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

	private static final boolean tomcat = ClassUtils.isPresent(
			"org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler", UpgradeStrategies.class.getClassLoader());

	private UpgradeStrategies() {
	}

	/**
	 * Return the best strategy.
	 * @param tomcatDirect whether to go straight through Tomcat's sockets
	 */
	static RequestUpgradeStrategy best(boolean tomcatDirect) {
		if (jetty) {
			return Jetty.strategy();
		}
		return (tomcat && tomcatDirect) ? Tomcat.strategy() : new StandardWebSocketUpgradeStrategy();
	}

	/** Loaded only where Tomcat is present. */
	private static final class Tomcat {

		static RequestUpgradeStrategy strategy() {
			return new DirectUpgradeStrategy();
		}

	}

	/** Loaded only where Jetty is present. */
	private static final class Jetty {

		static RequestUpgradeStrategy strategy() {
			return new JettyUpgradeStrategy();
		}

	}

}
