package io.vws.spring.server;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Buffers for reading and writing, lent for the time of one call: connections that are
 * idle hold none. Direct, so that the JDK need not copy them; kept in a pool and not by
 * thread, because a virtual thread lives for one call only. Thread-safe.
 */
final class BufferPool {

	/** Size of each buffer. */
	static final int BUFFER_BYTES = 64 * 1024;

	private static final int KEPT = 32;

	private final BlockingQueue<IoBuffer> idle = new ArrayBlockingQueue<>(KEPT);

	/** Bytes that go to or come from a socket, and as much working space on the heap. */
	record IoBuffer(ByteBuffer socket, byte[] space) {
	}

	IoBuffer take() {
		IoBuffer buffer = this.idle.poll();
		if (buffer == null) {
			buffer = new IoBuffer(ByteBuffer.allocateDirect(BUFFER_BYTES), new byte[BUFFER_BYTES]);
		}
		buffer.socket().clear();
		return buffer;
	}

	void giveBack(IoBuffer buffer) {
		this.idle.offer(buffer);
	}

}
