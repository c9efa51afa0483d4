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

	private Transports() {
	}

	static Transport of(WebSocketSession session, Duration writeTimeout) {
		Session jakarta = jakartaSession(session);
		if (jakarta == null) {
			return new SpringTransport(session);
		}
		if (tomcat && TomcatSessions.isTomcat(jakarta)) {
			return TomcatSessions.transport(jakarta, writeTimeout);
		}
		return new JakartaTransport(jakarta);
	}

	private static @Nullable Session jakartaSession(WebSocketSession session) {
		return (session instanceof NativeWebSocketSession nativeSession) ? nativeSession.getNativeSession(Session.class)
				: null;
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

}
