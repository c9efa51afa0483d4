package io.vws.spring.server;

import java.nio.ByteBuffer;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;

/**
 * Hands what Jetty reads to a {@link WebSocketHandler}, messages in parts. Spring's own
 * adapter takes whole messages only, so that Jetty's limit would hold and not that of the
 * handler, and always reads on. Public because Jetty looks up the methods by reflection.
 * <p>
 * Jetty ends the connection with 1011 if a method fails.
 */
public final class JettyEndpoint implements Session.Listener {

	private final WebSocketHandler handler;

	private final JettySession session;

	JettyEndpoint(WebSocketHandler handler, JettySession session) {
		this.handler = handler;
		this.session = session;
	}

	@Override
	public void onWebSocketOpen(Session nativeSession) {
		this.session.initializeNativeSession(nativeSession);
		call(() -> this.handler.afterConnectionEstablished(this.session));
		this.session.demand();
	}

	@Override
	public void onWebSocketPartialText(String part, boolean last) {
		handle(new TextMessage(part, last));
	}

	@Override
	public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
		handle(new BinaryMessage(part, last));
		callback.succeed();
	}

	@Override
	public void onWebSocketPong(ByteBuffer payload) {
		handle(new PongMessage(payload));
	}

	private void handle(WebSocketMessage<?> message) {
		call(() -> this.handler.handleMessage(this.session, message));
		this.session.demand();
	}

	@Override
	public void onWebSocketError(Throwable cause) {
		call(() -> this.handler.handleTransportError(this.session, cause));
	}

	@Override
	public void onWebSocketClose(int code, String reason, Callback callback) {
		callback.succeed(); // answers the peer's close frame
		call(() -> this.handler.afterConnectionClosed(this.session, new CloseStatus(code, reason)));
	}

	private static void call(Call call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("The handler failed", ex);
		}
	}

	/** Call of a handler's method. */
	private interface Call {

		void run() throws Exception;

	}

}
