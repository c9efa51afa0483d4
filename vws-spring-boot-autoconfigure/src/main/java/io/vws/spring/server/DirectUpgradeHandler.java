package io.vws.spring.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;

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

import org.springframework.web.socket.WebSocketHandler;

/**
 * Makes a {@link DirectConnection} of a connection that Tomcat has upgraded, and tells it
 * what happens on the socket, with the class loader of the application. Tomcat calls
 * {@link #upgradeDispatch} for one event after the other, holding the connection's lock.
 * Public because Tomcat creates it.
 */
public final class DirectUpgradeHandler implements InternalHttpUpgradeHandler {

	private static final Logger logger = LoggerFactory.getLogger(DirectUpgradeHandler.class);

	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private @Nullable Upgrade upgrade;

	private @Nullable SocketWrapperBase<?> wrapper;

	private volatile @Nullable DirectConnection connection;

	/** What the strategy knows of the connection. */
	record Upgrade(WebSocketHandler handler, DirectSession session, BufferPool buffers) {
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
		this.upgrade = null;
		DirectConnection connection = new DirectConnection(upgrade, wrapper, socket.getIOChannel());
		this.connection = connection;
		connection.open(leftover(wrapper, upgrade.buffers()));
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
		DirectConnection connection = Objects.requireNonNull(this.connection, "Not initialized");
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.classLoader);
		try {
			return switch (event) {
				case OPEN_READ -> connection.readable();
				case OPEN_WRITE -> connection.writable();
				case STOP -> SocketState.UPGRADED; // the server's own stop closes
				default -> connection.end();
			};
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/** Called about once a second; with a negative time when the connector stops. */
	@Override
	public void timeoutAsync(long now) {
		DirectConnection connection = this.connection;
		if (connection != null) {
			connection.checkTime(now < 0);
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
		DirectConnection connection = this.connection;
		if (connection != null) {
			connection.end();
		}
	}

}
