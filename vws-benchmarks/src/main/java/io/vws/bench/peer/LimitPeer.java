package io.vws.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the machine allows a JVM: one thread, and each frame built once and written as it
 * is. With {@code --batch} all publishes of one read go to a subscriber in one write.
 * Speaks the tiny protocol of {@link SendToAll}; a subscriber that does not read is
 * closed at once.
 */
public final class LimitPeer implements AutoCloseable {

	private final Selector selector;

	private final ServerSocketChannel server;

	private final LimitFanOut fanOut;

	private LimitPeer(Selector selector, ServerSocketChannel server, boolean batch) {
		this.selector = selector;
		this.server = server;
		this.fanOut = new LimitFanOut(batch);
	}

	/**
	 * Start the server in a thread of its own.
	 * @param port its port on the loopback interface, or 0 for any
	 */
	public static LimitPeer start(int port, boolean batch) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open();
		server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), port), 4096);
		server.configureBlocking(false);
		LimitPeer peer = new LimitPeer(Selector.open(), server, batch);
		server.register(peer.selector, SelectionKey.OP_ACCEPT);
		new Thread(peer::run, "limit").start();
		return peer;
	}

	/** Its port. */
	public int port() {
		return this.server.socket().getLocalPort();
	}

	private void run() {
		try {
			while (this.server.isOpen()) {
				this.selector.select(this::ready);
				this.fanOut.flush();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("The selector failed", ex);
		}
	}

	private void ready(SelectionKey key) {
		if (key.attachment() instanceof LimitConnection connection) {
			connection.read();
		}
		else if (key.isAcceptable()) {
			accept();
		}
	}

	private void accept() {
		try {
			for (SocketChannel channel = this.server.accept(); channel != null; channel = this.server.accept()) {
				channel.configureBlocking(false);
				channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
				channel.register(this.selector, SelectionKey.OP_READ, new LimitConnection(channel, this.fanOut));
			}
		}
		catch (IOException ex) {
			// the server closes, or the peer was gone again
		}
	}

	/**
	 * Stop, and close all connections.
	 */
	@Override
	public void close() throws IOException {
		this.server.close();
		List<SelectionKey> keys = new ArrayList<>(this.selector.keys());
		for (SelectionKey key : keys) {
			key.channel().close();
		}
		this.selector.wakeup();
	}

	/**
	 * Run the server.
	 */
	public static void main(String[] args) throws IOException {
		start(SpringPeer.port(args), Arrays.asList(args).contains("--batch"));
	}

}
