package io.vws.bench.peer;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * {@code S} and six digits register a session, {@code P} and a payload go to all of them,
 * {@code T}, six digits and a payload to one; each is answered by {@code a}. Sessions are
 * locked while they send, since they are not thread-safe.
 */
final class SendToAll extends TextWebSocketHandler {

	private static final String NUMBER = "number";

	private static final TextMessage ACK = new TextMessage("a");

	private final Map<Integer, WebSocketSession> sessions = new ConcurrentHashMap<>();

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) {
		String text = message.getPayload();
		switch (text.charAt(0)) {
			case 'S' -> {
				Integer number = Integer.valueOf(text.substring(1));
				session.getAttributes().put(NUMBER, number);
				this.sessions.put(number, session);
			}
			case 'P' -> {
				TextMessage out = new TextMessage(text.substring(1));
				this.sessions.values().forEach((receiver) -> send(receiver, out));
			}
			default -> {
				WebSocketSession receiver = this.sessions.get(Integer.valueOf(text.substring(1, 7)));
				if (receiver != null) {
					send(receiver, new TextMessage(text.substring(7)));
				}
			}
		}
		send(session, ACK);
	}

	private static void send(WebSocketSession session, TextMessage message) {
		synchronized (session) {
			try {
				session.sendMessage(message);
			}
			catch (IOException | IllegalStateException ex) {
				// it closes: afterConnectionClosed follows
			}
		}
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		if (session.getAttributes().get(NUMBER) instanceof Integer number) {
			this.sessions.remove(number, session);
		}
	}

}
