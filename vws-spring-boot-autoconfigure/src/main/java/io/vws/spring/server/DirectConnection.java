package io.vws.spring.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.vws.log.LogThrottle;
import io.vws.server.CloseReason;
import io.vws.server.ReadBatch;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;

/**
 * A connection that Tomcat has upgraded: reads WebSocket frames and hands what they hold
 * to a {@link WebSocketHandler}; a {@link DirectTransport} writes. Tomcat's threads call
 * it for one event after the other, unless a method says otherwise.
 * <p>
 * A peer that breaks the protocol gets a close frame, and what it still sends is thrown
 * away for a while: a socket that is closed over unread bytes is reset, and the peer
 * would not see why.
 */
final class DirectConnection implements FrameDecoder.Listener, DirectTransport.Reading {

	private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final byte[] NOTHING = {};

	private static final Logger logger = LoggerFactory.getLogger(DirectConnection.class);

	private static final LogThrottle failures = new LogThrottle(logger);

	private final WebSocketHandler handler;

	private final DirectSession session;

	private final BufferPool buffers;

	private final SocketWrapperBase<?> wrapper;

	private final SocketChannel channel;

	private final DirectTransport transport;

	private final FrameDecoder decoder = new FrameDecoder(this);

	/** What was read and could not be decoded yet. */
	private byte[] undecoded = NOTHING;

	private volatile boolean suspended;

	private volatile State state = State.OPEN;

	/** Written before the state is. */
	private long lingersSince;

	/** How far the end has come. */
	private enum State {

		OPEN,

		/** What the peer sends is thrown away. */
		LINGERING,

		/** Tomcat is to close the socket. */
		CLOSED

	}

	/**
	 * Create a connection.
	 * @param upgrade who handles it
	 * @param channel the socket within the wrapper
	 */
	DirectConnection(DirectUpgradeHandler.Upgrade upgrade, SocketWrapperBase<?> wrapper, SocketChannel channel) {
		this.handler = upgrade.handler();
		this.session = upgrade.session();
		this.buffers = upgrade.buffers();
		this.wrapper = wrapper;
		this.channel = channel;
		this.transport = new DirectTransport(wrapper, channel, this.buffers, this);
		this.session.initializeNativeSession(this.transport);
	}

	/**
	 * Begin.
	 * @param leftover what Tomcat has read behind the request
	 */
	void open(byte[] leftover) {
		this.undecoded = leftover;
		call(() -> this.handler.afterConnectionEstablished(this.session));
	}

	/** There is something to read. */
	SocketState readable() {
		BufferPool.IoBuffer buffer = this.buffers.take();
		try {
			return read(buffer.socket(), buffer.space());
		}
		catch (IOException ex) {
			return broken(ex);
		}
		finally {
			this.buffers.giveBack(buffer);
		}
	}

	private SocketState read(ByteBuffer in, byte[] space) throws IOException {
		in.put(this.undecoded);
		this.undecoded = NOTHING;
		boolean full = true;
		while (full && !this.suspended) {
			boolean over = this.channel.read(in) < 0;
			full = !in.hasRemaining();
			in.flip();
			decode(in, space);
			if (over || this.state == State.CLOSED) {
				return end();
			}
			in.compact();
		}
		if (in.flip().hasRemaining()) {
			this.undecoded = new byte[in.remaining()];
			in.get(this.undecoded);
		}
		return this.suspended ? SocketState.SUSPENDED : SocketState.UPGRADED;
	}

	private void decode(ByteBuffer in, byte[] space) throws IOException {
		try (ReadBatch batch = ReadBatch.begin()) {
			boolean more = true;
			while (more && !this.suspended && this.state == State.OPEN) {
				more = this.decoder.next(in, space);
				batch.messageHandled();
			}
		}
		catch (FrameDecoder.InvalidFrameException ex) {
			this.lingersSince = System.nanoTime();
			CloseReason reason = CloseReason.of(ex.code(), Objects.requireNonNullElse(ex.getMessage(), ""));
			this.transport.closeOutput(reason);
			enter(State.LINGERING, reason);
		}
		if (this.state != State.OPEN) {
			in.position(in.limit());
		}
	}

	/** There is room in the socket again. */
	SocketState writable() {
		try {
			this.transport.writable();
			return SocketState.UPGRADED;
		}
		catch (IOException ex) {
			return broken(ex);
		}
	}

	private SocketState broken(IOException ex) {
		logger.debug("Connection {} is broken", this.session.getId(), ex);
		return end();
	}

	/** Nothing is to be read or written any more. */
	SocketState end() {
		this.transport.end();
		enter(State.CLOSED, CloseReason.ABNORMAL);
		return SocketState.CLOSED;
	}

	/** The handler is told when the end begins, whatever begins it. */
	private void enter(State next, CloseReason reason) {
		boolean begins = this.state == State.OPEN;
		this.state = next;
		if (begins) {
			CloseStatus status = new CloseStatus(reason.code(), reason.text());
			call(() -> this.handler.afterConnectionClosed(this.session, status));
		}
	}

	@Override
	public void text(String part, boolean last) {
		handle(new TextMessage(part, last));
	}

	@Override
	public void binary(ByteBuffer part, boolean last) {
		handle(new BinaryMessage(part, last));
	}

	@Override
	public void pong(byte[] payload) {
		handle(new PongMessage(ByteBuffer.wrap(payload)));
	}

	private void handle(WebSocketMessage<?> message) {
		call(() -> this.handler.handleMessage(this.session, message));
	}

	@Override
	public void ping(byte[] payload) throws IOException {
		this.transport.pong(payload);
	}

	@Override
	public void close(int code, String reason) throws IOException {
		CloseReason closeReason = CloseReason.of(code, reason);
		this.transport.close(closeReason); // unless it is the answer to ours
		enter(State.CLOSED, closeReason);
	}

	private void call(Call call) {
		try {
			call.run();
		}
		catch (Exception | Error ex) {
			failures.failed(ex, "The handler of connection {} failed", this.session.getId());
			this.transport.abort(CloseReason.INTERNAL);
		}
	}

	/** Call of a handler's method. */
	private interface Call {

		void run() throws Exception;

	}

	@Override
	public void suspend() {
		this.suspended = true;
	}

	/** Called by any thread; what was read already is decoded by a thread of Tomcat's. */
	@Override
	public void resume() {
		if (this.suspended) {
			this.suspended = false;
			this.wrapper.processSocket(SocketEvent.OPEN_READ, true);
		}
	}

	/**
	 * Called by any thread, about once a second.
	 * @param stopping whether the connector stops, so that there is no time left
	 */
	void checkTime(boolean stopping) {
		if (this.state == State.LINGERING && (stopping || System.nanoTime() - this.lingersSince > LINGER_NANOS)) {
			this.transport.abort(CloseReason.ABNORMAL);
		}
	}

}
