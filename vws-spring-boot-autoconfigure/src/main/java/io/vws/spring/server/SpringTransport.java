package io.vws.spring.server;

import java.io.IOException;

import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.wire.Frame;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * The way to a peer on any container that Spring supports: one message at a time.
 */
final class SpringTransport implements Transport {

	private final WebSocketSession session;

	SpringTransport(WebSocketSession session) {
		this.session = session;
	}

	@Override
	public boolean write(Frame[] frames) throws IOException {
		for (Frame frame : frames) {
			this.session.sendMessage(new TextMessage(frame.text()));
		}
		return true;
	}

	@Override
	public void ping() throws IOException {
		this.session.sendMessage(new PingMessage());
	}

	@Override
	public void close(CloseReason reason) throws IOException {
		this.session.close(new CloseStatus(reason.code(), reason.text()));
	}

	@Override
	public void abort(CloseReason reason) {
		try {
			close(reason);
		}
		catch (IOException | RuntimeException ex) {
			// The connection has ended already, which is what was wanted.
		}
	}

}
