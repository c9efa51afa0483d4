package io.vws.spring.server;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.wire.Frame;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;

/**
 * The way to a peer through a Jakarta WebSocket session. Frames are batched, so that
 * several of them share one write to the socket: with a backlog that costs a quarter of a
 * write each, and a lone frame goes out with its flush all the same.
 */
class JakartaTransport implements Transport {

	private final Session session;

	private final RemoteEndpoint.Basic remote;

	JakartaTransport(Session session) throws IOException {
		this.session = session;
		this.remote = session.getBasicRemote();
		this.remote.setBatchingAllowed(true);
	}

	final Session session() {
		return this.session;
	}

	@Override
	public void write(Frame frame) throws IOException {
		this.remote.sendText(frame.text());
	}

	@Override
	public void flush() throws IOException {
		this.remote.flushBatch();
	}

	@Override
	public void ping() throws IOException {
		this.remote.sendPing(ByteBuffer.allocate(0));
	}

	@Override
	public void close(CloseReason reason) throws IOException {
		// Not CloseCodes.getCloseCode(): it has no codes from 3000 on in some containers.
		CloseCode code = reason::code;
		this.session.close(new jakarta.websocket.CloseReason(code, reason.text()));
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

	@Override
	public boolean suspendReading() {
		return false;
	}

	@Override
	public void resumeReading() {
	}

}
