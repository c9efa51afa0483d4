package io.vws.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One connection of the generator and what has arrived on it. Holds no buffers while
 * nothing is incomplete, so that thousands of them are cheap. Used by the loop's thread
 * only.
 */
final class Client {

	/**
	 * How far a connection has come.
	 */
	enum State {

		/** TCP or the upgrade is under way. */
		UPGRADING,

		/** The protocol's first message is not answered yet. */
		CONNECTING,

		/** A subscribe is not answered yet. */
		SUBSCRIBING,

		/** In use. */
		READY,

		/** Over. */
		ENDED

	}

	final int number;

	final List<String> patterns;

	final Sequence sequence = new Sequence();

	State state = State.UPGRADING;

	int answers;

	boolean probed;

	@Nullable SocketChannel channel;

	@Nullable SelectionKey key;

	/** The beginning of an incomplete frame or of the upgrade's answer. */
	@Nullable ByteBuffer tail;

	/** The parts so far of a message in several frames. */
	@Nullable ByteBuffer parts;

	/** What could not be written. */
	@Nullable ByteBuffer unsent;

	private @Nullable ByteBuffer carried;

	/**
	 * Create a client that has no connection yet.
	 * @param number its number among all clients
	 * @param patterns what it subscribes to; empty for a publisher
	 */
	Client(int number, List<String> patterns) {
		this.number = number;
		this.patterns = patterns;
	}

	/**
	 * Bytes that a protocol keeps between messages, written from 0 to the position.
	 */
	@Nullable ByteBuffer carried() {
		return this.carried;
	}

	/**
	 * Keep bytes until the next message.
	 */
	void carry(ByteBuffer in, int from, int to) {
		this.carried = append(this.carried, in, from, to);
	}

	/**
	 * Forget the first of the bytes that were kept.
	 */
	void dropCarried(int count) {
		if (this.carried != null) {
			this.carried.flip().position(count);
			this.carried = this.carried.hasRemaining() ? this.carried.compact() : null;
		}
	}

	/**
	 * Add bytes to a buffer that grows.
	 */
	static ByteBuffer append(@Nullable ByteBuffer buffer, ByteBuffer in, int from, int to) {
		int length = to - from;
		ByteBuffer large = buffer;
		if (large == null || large.remaining() < length) {
			int used = (buffer != null) ? buffer.position() : 0;
			large = ByteBuffer.allocate(Math.max(256, 2 * (used + length))).order(ByteOrder.LITTLE_ENDIAN);
			if (buffer != null) {
				large.put(buffer.flip());
			}
		}
		large.put(large.position(), in, from, length);
		return large.position(large.position() + length);
	}

}
