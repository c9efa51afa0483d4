package io.vws.spring.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.vws.server.CloseReason;
import io.vws.server.ReadBatch;
import jakarta.servlet.http.WebConnection;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;

/**
 * Reads WebSocket frames from a connection that Tomcat has upgraded, and hands what they
 * hold to a {@link WebSocketHandler}. Tomcat calls {@link #upgradeDispatch} for one event
 * after the other, holding the connection's lock, when there is something to read or room
 * to write. Public because Tomcat creates it.
 * <p>
 * A peer that breaks the protocol gets a close frame, and what it still sends is thrown
 * away for a while: a socket that is closed over unread bytes is reset, and the peer
 * would not see why.
 */
public final class DirectUpgradeHandler
		implements InternalHttpUpgradeHandler, FrameDecoder.Listener, DirectTransport.Reading {

	private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final byte[] NOTHING = {};

	private static final Logger logger = LoggerFactory.getLogger(DirectUpgradeHandler.class);

	private final FrameDecoder decoder = new FrameDecoder(this);

	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private @Nullable Upgrade upgrade;

	private @Nullable SocketWrapperBase<?> wrapper;

	private @Nullable Connection connection;

	/** What was read and could not be decoded yet. */
	private byte[] undecoded = NOTHING;

	private volatile boolean suspended;

	/** Whether the handler knows of the end. */
	private boolean ended;

	/** Whether the connection is to be closed. */
	private boolean closed;

	/** Whether what the peer sends is thrown away, and since when. */
	private volatile boolean lingers;

	private volatile long lingersSince;

	/** What the strategy knows of the connection. */
	record Upgrade(WebSocketHandler handler, DirectSession session, BufferPool buffers) {
	}

	/** What there is once the connection has been upgraded. */
	private record Connection(WebSocketHandler handler, DirectSession session, BufferPool buffers,
			SocketChannel channel, DirectTransport transport) {
	}

	/** Called before {@link #init}. */
	void prepare(Upgrade upgrade) {
		this.upgrade = upgrade;
	}

	@Override
	public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
		this.wrapper = wrapper;
	}

	@Override
	public void init(WebConnection webConnection) {
		Upgrade upgrade = Objects.requireNonNull(this.upgrade, "Not prepared");
		SocketWrapperBase<?> wrapper = Objects.requireNonNull(this.wrapper, "No socket");
		if (!(wrapper.getSocket() instanceof NioChannel socket)) {
			throw new IllegalStateException(
					"The connector is not Http11NioProtocol: set vws.server.tomcat.direct=false");
		}
		SocketChannel channel = socket.getIOChannel();
		DirectTransport transport = new DirectTransport(wrapper, channel, upgrade.buffers(), this);
		this.connection = new Connection(upgrade.handler(), upgrade.session(), upgrade.buffers(), channel, transport);
		this.upgrade = null;
		upgrade.session().initializeNativeSession(transport);
		this.undecoded = leftover(wrapper, upgrade.buffers());
		call((handler, session) -> handler.afterConnectionEstablished(session));
	}

	/** What Tomcat has read behind the request. */
	private static byte[] leftover(SocketWrapperBase<?> wrapper, BufferPool buffers) {
		ByteArrayOutputStream result = new ByteArrayOutputStream(0);
		BufferPool.IoBuffer buffer = buffers.take();
		try {
			while (!wrapper.getSocketBufferHandler().isReadBufferEmpty()) {
				int count = wrapper.read(false, buffer.space(), 0, buffer.space().length);
				result.write(buffer.space(), 0, Math.max(0, count));
			}
		}
		catch (IOException ex) {
			logger.debug("A connection broke while it was upgraded", ex);
		}
		finally {
			buffers.giveBack(buffer);
		}
		return result.toByteArray();
	}

	@Override
	public SocketState upgradeDispatch(SocketEvent event) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.classLoader);
		try {
			return switch (event) {
				case OPEN_READ -> read(connection());
				case OPEN_WRITE -> writable(connection());
				case STOP -> SocketState.UPGRADED; // the server's own stop closes
				default -> end(CloseReason.ABNORMAL);
			};
		}
		catch (IOException ex) {
			logger.debug("Connection {} is broken", connection().session().getId(), ex);
			return end(CloseReason.ABNORMAL);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private Connection connection() {
		return Objects.requireNonNull(this.connection, "Not initialized");
	}

	private SocketState writable(Connection connection) throws IOException {
		connection.transport().writable();
		return SocketState.UPGRADED;
	}

	private SocketState read(Connection connection) throws IOException {
		BufferPool.IoBuffer buffer = connection.buffers().take();
		try {
			ByteBuffer in = buffer.socket();
			in.put(this.undecoded);
			this.undecoded = NOTHING;
			boolean full = true;
			while (full && !this.suspended) {
				boolean over = connection.channel().read(in) < 0;
				full = !in.hasRemaining();
				in.flip();
				decode(in, buffer.space());
				if (over || this.closed) {
					return end(CloseReason.ABNORMAL);
				}
				in.compact();
			}
			keep(in.flip());
			return this.suspended ? SocketState.SUSPENDED : SocketState.UPGRADED;
		}
		finally {
			connection.buffers().giveBack(buffer);
		}
	}

	private void decode(ByteBuffer in, byte[] space) throws IOException {
		try (ReadBatch batch = ReadBatch.begin()) {
			boolean more = true;
			while (more && !this.suspended && !this.ended) {
				more = this.decoder.next(in, space);
				batch.messageHandled();
			}
		}
		catch (FrameDecoder.InvalidFrameException ex) {
			CloseReason reason = CloseReason.of(ex.code(), Objects.requireNonNullElse(ex.getMessage(), ""));
			connection().transport().close(reason);
			tell(reason);
			this.lingersSince = System.nanoTime();
			this.lingers = true;
		}
		if (this.ended) {
			in.position(in.limit());
		}
	}

	private void keep(ByteBuffer in) {
		if (in.hasRemaining()) {
			this.undecoded = new byte[in.remaining()];
			in.get(this.undecoded);
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
		call((handler, session) -> handler.handleMessage(session, message));
	}

	@Override
	public void ping(byte[] payload) throws IOException {
		connection().transport().pong(payload);
	}

	@Override
	public void close(int code, String reason) throws IOException {
		CloseReason closeReason = CloseReason.of(code, reason);
		connection().transport().close(closeReason); // unless it is the answer to ours
		this.closed = true;
		tell(closeReason);
	}

	/** Nothing is to be read or written any more. */
	private SocketState end(CloseReason reason) {
		this.closed = true;
		connection().transport().end();
		tell(reason);
		return SocketState.CLOSED;
	}

	private void tell(CloseReason reason) {
		if (!this.ended) {
			this.ended = true;
			CloseStatus status = new CloseStatus(reason.code(), reason.text());
			call((handler, session) -> handler.afterConnectionClosed(session, status));
		}
	}

	private void call(Call call) {
		Connection connection = connection();
		try {
			call.run(connection.handler(), connection.session());
		}
		catch (Exception ex) {
			logger.warn("The handler of connection {} failed", connection.session().getId(), ex);
			connection.transport().abort(CloseReason.INTERNAL);
		}
	}

	/** Call of a handler's method. */
	private interface Call {

		void run(WebSocketHandler handler, DirectSession session) throws Exception;

	}

	@Override
	public void suspend() {
		this.suspended = true;
	}

	/** Called by any thread; what was read already is decoded by a container thread. */
	@Override
	public void resume() {
		if (this.suspended) {
			this.suspended = false;
			Objects.requireNonNull(this.wrapper, "No socket").processSocket(SocketEvent.OPEN_READ, true);
		}
	}

	/** Called about once a second; with a negative time when the connector stops. */
	@Override
	public void timeoutAsync(long now) {
		Connection connection = this.connection;
		if (connection != null && this.lingers && (now < 0 || System.nanoTime() - this.lingersSince > LINGER_NANOS)) {
			connection.transport().abort(CloseReason.ABNORMAL);
		}
	}

	@Override
	public void setSslSupport(@Nullable SSLSupport sslSupport) {
	}

	@Override
	public void pause() {
	}

	@Override
	public void destroy() {
		if (this.connection != null) {
			end(CloseReason.ABNORMAL);
		}
	}

}
