package io.vws.spring.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.wire.Frame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.FutureCallback;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * The way to a peer through Jetty's own session. All frames of a batch but the last are
 * handed over at once, from the bytes that all connections share, and Jetty gathers them
 * in its output buffer or queues them; the last one flushes, and its completion is that
 * of the batch.
 * <p>
 * Three limits of Jetty are put out of the way, because others of ours stand for them:
 * the idle time-out (30 seconds, as long as the ping interval) by our pings, the number
 * of outgoing frames by our queue, and the size of messages by {@link JettyEndpoint},
 * which takes them in parts.
 * <p>
 * Jetty cuts the connection once a close frame with a code below 3000 other than 1000 has
 * left, without waiting for the peer's. A peer that is still sending then may see a reset
 * instead of the close frame; one that is not gets it.
 */
final class JettyTransport implements Transport {

	/** This limit only stands behind the watchdog's, which counts and logs. */
	private static final Duration BEHIND_WATCHDOG = Duration.ofSeconds(1);

	private final CoreSession session;

	private final @Nullable JettySession reading;

	private final long timeoutNanos;

	/**
	 * Create a transport.
	 * @param session Jetty's session
	 * @param reading Spring's session if it can stop reading; that of Spring's own
	 * upgrade strategy cannot
	 */
	JettyTransport(WebSocketSession session, @Nullable JettySession reading, Duration writeTimeout) {
		this.session = session.getCoreSession();
		this.reading = reading;
		this.timeoutNanos = writeTimeout.plus(BEHIND_WATCHDOG).toNanos();
		this.session.setIdleTimeout(Duration.ZERO);
		this.session.setMaxOutgoingFrames(-1);
	}

	@Override
	public boolean write(Frame[] frames) throws IOException {
		int last = frames.length - 1;
		for (int i = 0; i < last; i++) {
			// If this fails, so does the last one.
			this.session.sendFrame(textFrame(frames[i]), Callback.NOOP, true);
		}
		sendAndWait(textFrame(frames[last]));
		return true;
	}

	@Override
	public void ping() throws IOException {
		sendAndWait(new org.eclipse.jetty.websocket.core.Frame(OpCode.PING));
	}

	private static org.eclipse.jetty.websocket.core.Frame textFrame(Frame frame) {
		return new org.eclipse.jetty.websocket.core.Frame(OpCode.TEXT, ByteBuffer.wrap(frame.bytes()));
	}

	private void sendAndWait(org.eclipse.jetty.websocket.core.Frame frame) throws IOException {
		FutureCallback completion = new FutureCallback();
		this.session.sendFrame(frame, completion, false);
		completion.block(this.timeoutNanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Does not wait: Jetty reports the end, also that of a connection that was broken
	 * already. A code for an end without a close frame just cuts, for Jetty logs a stack
	 * trace if it is to send one.
	 */
	@Override
	public void close(CloseReason reason) {
		if (!CloseStatus.isTransmittableStatusCode(reason.code())) {
			this.session.abort();
			return;
		}
		this.session.close(reason.code(), reason.text(), Callback.NOOP);
		resumeReading(); // or the peer's close frame would not be read
	}

	/**
	 * A close frame behind a stuck write is lost, any other is in the socket's buffer
	 * when the connection is cut. The cut fails the stuck write, and the thread that
	 * waits for it comes back.
	 */
	@Override
	public void abort(CloseReason reason) {
		if (CloseStatus.isTransmittableStatusCode(reason.code())) {
			this.session.close(reason.code(), reason.text(), Callback.NOOP);
		}
		this.session.abort();
	}

	@Override
	public boolean suspendReading() {
		if (this.reading == null) {
			return false;
		}
		this.reading.suspend();
		return true;
	}

	@Override
	public boolean resumeReading() {
		if (this.reading != null) {
			this.reading.resume();
		}
		return false;
	}

}
