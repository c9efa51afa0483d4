package io.vws.spring.server;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.wire.Frame;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * The way to a peer through a Jakarta WebSocket session. The frames of a batch share
 * writes to the socket, which is most of what a frame costs. Batching is on only between
 * the first and the last frame of a batch: a lone frame is not copied, and a session
 * whose peer has vanished rarely tries to flush once more when the container closes it.
 */
class JakartaTransport implements Transport {

	private final Session session;

	private final RemoteEndpoint.Basic remote;

	/** The frame that is sent when it is known whether another one follows. */
	private @Nullable Frame last;

	private boolean batching;

	JakartaTransport(Session session) {
		this.session = session;
		this.remote = session.getBasicRemote();
	}

	@Override
	public void write(Frame frame) throws IOException {
		Frame previous = this.last;
		this.last = frame;
		if (previous != null) {
			if (!this.batching) {
				this.batching = true;
				this.remote.setBatchingAllowed(true);
			}
			this.remote.sendText(previous.text());
		}
	}

	@Override
	public void flush() throws IOException {
		Frame frame = this.last;
		if (frame != null) {
			this.last = null;
			this.remote.sendText(frame.text());
		}
		if (this.batching) {
			this.batching = false;
			this.remote.setBatchingAllowed(false); // flushes
		}
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
	public boolean resumeReading() {
		return false;
	}

}
