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
 * The way to a peer through a Jakarta WebSocket session. The frames of a batch share
 * writes to the socket, which is most of what a frame costs. A lone frame is not copied.
 * <p>
 * A thread never waits for the socket while batching is on: batching ends, which flushes,
 * before the container's buffer is full. Otherwise Tomcat tries to flush the rest once
 * more when it closes a session whose peer has vanished, and logs the failure with its
 * stack trace, as often as peers vanish.
 */
class JakartaTransport implements Transport {

	/** Size of the container's buffer, as Tomcat has it. */
	private static final int BUFFER_BYTES = Integer.getInteger("org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE",
			8 * 1024);

	private static final int HEADER_BYTES = 4;

	private final Session session;

	private final RemoteEndpoint.Basic remote;

	private boolean batching;

	private int batchedBytes;

	JakartaTransport(Session session) {
		this.session = session;
		this.remote = session.getBasicRemote();
	}

	@Override
	public boolean write(Frame[] frames) throws IOException {
		int last = frames.length - 1;
		for (int i = 0; i < last; i++) {
			send(frames[i], true);
		}
		send(frames[last], false);
		endBatch();
		return true;
	}

	private void send(Frame frame, boolean moreFollow) throws IOException {
		int bytes = HEADER_BYTES + frame.length();
		if (this.batchedBytes + bytes >= BUFFER_BYTES) {
			endBatch();
		}
		if (moreFollow && !this.batching && bytes < BUFFER_BYTES) {
			this.batching = true;
			this.remote.setBatchingAllowed(true);
		}
		this.batchedBytes += this.batching ? bytes : 0;
		this.remote.sendText(frame.text());
	}

	private void endBatch() throws IOException {
		if (this.batching) {
			this.batching = false;
			this.batchedBytes = 0;
			this.remote.setBatchingAllowed(false); // flushes
		}
	}

	@Override
	public void ping() throws IOException {
		this.remote.sendPing(ByteBuffer.allocate(0));
	}

	@Override
	public void close(CloseReason reason) throws IOException {
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

}
