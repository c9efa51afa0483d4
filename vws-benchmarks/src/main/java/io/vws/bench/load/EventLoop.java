package io.vws.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The sockets of all clients, on one selector and in one thread. Reads into one direct
 * buffer, however many frames that brings, and writes from one; only what is incomplete
 * is kept per client.
 */
final class EventLoop implements AutoCloseable {

	/** Clients from one source address; a loopback address has some 28,000 ports. */
	private static final int CLIENTS_PER_ADDRESS = 20_000;

	private static final int BUFFER_SIZE = 1 << 18;

	private final Selector selector;

	private final ServerFrames frames;

	private final Listener listener;

	private final ByteBuffer in = buffer();

	private final ByteBuffer out = buffer();

	private final Consumer<SelectionKey> ready = this::ready;

	/**
	 * What happens to clients.
	 */
	interface Listener extends ServerFrames.Messages {

		/** TCP is open: write the request for the upgrade. */
		void opened(Client client);

		/** The upgrade was granted. */
		void upgraded(Client client);

		/** The connection is over. */
		void ended(Client client, String reason);

	}

	EventLoop(Listener listener) {
		this.listener = listener;
		this.frames = new ServerFrames(listener);
		try {
			this.selector = Selector.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static ByteBuffer buffer() {
		return ByteBuffer.allocateDirect(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Begin to open a connection.
	 * @param receiveBuffer bytes that the kernel may keep for it, or 0 for its default
	 */
	void open(Client client, int port, int receiveBuffer) {
		try {
			SocketChannel channel = SocketChannel.open();
			channel.configureBlocking(false);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			if (receiveBuffer > 0) {
				channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
			}
			int address = 1 + client.number / CLIENTS_PER_ADDRESS;
			if (address > 1) {
				channel
					.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) address }), 0));
			}
			client.channel = channel;
			client.key = channel.register(this.selector, SelectionKey.OP_CONNECT, client);
			channel.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), port));
		}
		catch (IOException ex) {
			throw new LoadException("Cannot open connection " + client.number + ": " + ex, ex);
		}
	}

	/**
	 * Wait for something to happen, and handle all that has.
	 */
	void poll(long nanos) {
		try {
			this.selector.select(this.ready, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Make {@link #poll} return. For other threads.
	 */
	void wakeUp() {
		this.selector.wakeup();
	}

	/**
	 * Add a frame to those that the next {@link #flush} writes.
	 * @param message from its position to its limit
	 * @return {@code false} if there is no room before a flush
	 */
	boolean append(int opcode, ByteBuffer message) {
		if (this.out.remaining() < message.remaining() + ClientFrames.OVERHEAD) {
			return false;
		}
		ClientFrames.write(this.out, opcode, message);
		return true;
	}

	/**
	 * Write what was added, or keep it where the socket takes no more.
	 */
	void flush(Client client) {
		this.out.flip();
		try {
			write(client, this.out);
		}
		finally {
			this.out.clear();
		}
	}

	void send(Client client, int opcode, ByteBuffer message) {
		append(opcode, message);
		flush(client);
	}

	/**
	 * Write bytes that are no frame.
	 */
	void write(Client client, ByteBuffer bytes) {
		SocketChannel channel = client.channel;
		if (client.state == Client.State.ENDED || channel == null) {
			return;
		}
		try {
			if (client.unsent == null) {
				channel.write(bytes);
			}
			if (bytes.hasRemaining()) {
				client.unsent = Client.append(client.unsent, bytes, bytes.position(), bytes.limit());
				interest(client, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
			}
		}
		catch (IOException ex) {
			end(client, ex.toString());
		}
	}

	/**
	 * Read from a client no more.
	 */
	void stopReading(Client client) {
		interest(client, 0);
	}

	private void interest(Client client, int operations) {
		if (client.key != null && client.key.isValid()) {
			client.key.interestOps(operations);
		}
	}

	private void ready(SelectionKey key) {
		Client client = (Client) key.attachment();
		try {
			int operations = key.readyOps();
			if ((operations & SelectionKey.OP_READ) != 0) {
				read(client);
			}
			else if ((operations & SelectionKey.OP_CONNECT) != 0) {
				connect(client);
			}
			if ((operations & SelectionKey.OP_WRITE) != 0 && key.isValid()) {
				writeRest(client);
			}
		}
		catch (IOException ex) {
			end(client, ex.toString());
		}
	}

	private void connect(Client client) throws IOException {
		if (client.channel != null && client.channel.finishConnect()) {
			interest(client, SelectionKey.OP_READ);
			this.listener.opened(client);
		}
	}

	private void writeRest(Client client) throws IOException {
		ByteBuffer unsent = client.unsent;
		if (unsent == null || client.channel == null) {
			return;
		}
		client.channel.write(unsent.flip());
		unsent.compact();
		if (unsent.position() == 0) {
			client.unsent = null;
			interest(client, SelectionKey.OP_READ);
		}
	}

	private void read(Client client) throws IOException {
		SocketChannel channel = client.channel;
		if (channel == null) {
			return;
		}
		this.in.clear();
		ByteBuffer tail = client.tail;
		if (tail != null) {
			this.in.put(tail.flip());
			client.tail = null;
		}
		if (channel.read(this.in) < 0) {
			end(client, "end of stream");
			return;
		}
		int end = this.in.position();
		int at = received(client, end);
		if (at < end && client.state != Client.State.ENDED) {
			client.tail = Client.append(null, this.in, at, end);
		}
	}

	private int received(Client client, int end) {
		int at = 0;
		if (client.state == Client.State.UPGRADING) {
			at = Upgrade.end(this.in, end);
			if (at < 0) {
				return 0;
			}
			String refusal = Upgrade.refusal(this.in, at);
			if (refusal != null) {
				end(client, "no upgrade: " + refusal);
				return end;
			}
			this.listener.upgraded(client);
		}
		return this.frames.read(client, this.in, at, end);
	}

	/**
	 * Close the socket of a client.
	 */
	void end(Client client, @Nullable String reason) {
		if (client.state == Client.State.ENDED) {
			return;
		}
		try {
			if (client.channel != null) {
				client.channel.close();
			}
		}
		catch (IOException ex) {
			// it is over either way
		}
		this.listener.ended(client, (reason != null) ? reason : "closed");
		client.state = Client.State.ENDED;
	}

	@Override
	public void close() {
		try {
			for (SelectionKey key : this.selector.keys()) {
				key.channel().close();
			}
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
