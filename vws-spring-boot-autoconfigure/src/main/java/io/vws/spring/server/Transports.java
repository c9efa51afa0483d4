package io.vws.spring.server;

import java.time.Duration;

import io.vws.server.Transport;
import jakarta.websocket.Session;
import org.apache.tomcat.websocket.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * Finds the best transport that a session's container offers.
 */
final class Transports {

	private static final boolean tomcat = ClassUtils.isPresent("org.apache.tomcat.websocket.WsSession",
			Transports.class.getClassLoader());

	private static final boolean jetty = ClassUtils.isPresent("org.eclipse.jetty.websocket.common.WebSocketSession",
			Transports.class.getClassLoader());

	private Transports() {
	}

	static Transport of(WebSocketSession session, Duration writeTimeout) {
		if (tomcat && session instanceof DirectSession direct) {
			return direct.getNativeSession();
		}
		Session jakarta = nativeSession(session, Session.class);
		if (jakarta == null) {
			Transport transport = jetty ? JettySessions.transport(session, writeTimeout) : null;
			return (transport != null) ? transport : new SpringTransport(session);
		}
		if (tomcat && TomcatSessions.isTomcat(jakarta)) {
			return TomcatSessions.transport(jakarta, writeTimeout);
		}
		return new JakartaTransport(jakarta);
	}

	private static <T> @Nullable T nativeSession(WebSocketSession session, Class<T> type) {
		return (session instanceof NativeWebSocketSession nativeSession) ? nativeSession.getNativeSession(type) : null;
	}

	/** Loaded only where Tomcat is present. */
	private static final class TomcatSessions {

		static boolean isTomcat(Session session) {
			return session instanceof WsSession;
		}

		static Transport transport(Session session, Duration writeTimeout) {
			return new TomcatTransport((WsSession) session, writeTimeout);
		}

	}

	/** Loaded only where Jetty is present. */
	private static final class JettySessions {

		static @Nullable Transport transport(WebSocketSession session, Duration writeTimeout) {
			org.eclipse.jetty.websocket.common.WebSocketSession jetty = nativeSession(session,
					org.eclipse.jetty.websocket.common.WebSocketSession.class);
			if (jetty == null) {
				return null;
			}
			return new JettyTransport(jetty, (session instanceof JettySession reading) ? reading : null, writeTimeout);
		}

	}

}
