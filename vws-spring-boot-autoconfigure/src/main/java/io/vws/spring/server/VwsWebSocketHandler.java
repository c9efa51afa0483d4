package io.vws.spring.server;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.server.Validity;
import io.vws.server.VwsConnection;
import io.vws.server.VwsServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * Hands what Spring WebSocket reads to the {@link VwsConnection} of the session. Takes
 * messages in parts, so that the container's buffers stay small whatever the largest
 * message is.
 */
public final class VwsWebSocketHandler implements WebSocketHandler {

	private static final String CONNECTION = VwsConnection.class.getName();

	private static final Logger logger = LoggerFactory.getLogger(VwsWebSocketHandler.class);

	private final VwsServer server;

	private final Duration writeTimeout;

	/**
	 * Create a handler.
	 * @param server takes the connections
	 * @param writeTimeout longest time for a write
	 */
	public VwsWebSocketHandler(VwsServer server, Duration writeTimeout) {
		this.server = server;
		this.writeTimeout = writeTimeout;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		Peer peer = new Peer(session.getId(), session.getPrincipal(), host(session.getRemoteAddress()));
		HandshakeIdentity identity = HandshakeIdentity.of(session.getAttributes());
		session.getAttributes()
			.put(CONNECTION, this.server.open(peer, Transports.of(session, this.writeTimeout),
					(identity != null) ? identity.validity() : Validity.unlimited()));
	}

	/** The remote address as connections are counted by it. */
	static @Nullable String host(@Nullable InetSocketAddress address) {
		return (address != null) ? address.getHostString() : null;
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
		if (!(session.getAttributes().get(CONNECTION) instanceof VwsConnection connection)) {
			return;
		}
		if (message instanceof TextMessage text) {
			connection.receiveText(text.getPayload(), text.isLast());
		}
		else if (message instanceof BinaryMessage binary) {
			connection.receiveBinary(binary.getPayload(), binary.isLast());
		}
		else if (message instanceof PongMessage) {
			connection.receivePong();
		}
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) {
		// The container ends the session and tells us by afterConnectionClosed.
		logger.debug("Connection {} is broken", session.getId(), exception);
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		if (session.getAttributes().get(CONNECTION) instanceof VwsConnection connection) {
			String text = status.getReason();
			connection.transportClosed(CloseReason.of(status.getCode(), (text != null) ? text : ""));
		}
		HandshakeIdentity identity = HandshakeIdentity.of(session.getAttributes());
		if (identity != null) {
			identity.onClosed().run();
		}
	}

	@Override
	public boolean supportsPartialMessages() {
		return true;
	}

}
