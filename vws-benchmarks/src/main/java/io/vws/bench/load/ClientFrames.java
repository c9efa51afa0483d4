package io.vws.bench.load;

import java.nio.ByteBuffer;

/**
 * Writes WebSocket frames as a client does: complete messages, masked. All buffers are
 * little-endian.
 */
final class ClientFrames {

	static final int TEXT = 1;

	static final int BINARY = 2;

	static final int CLOSE = 8;

	static final int PING = 9;

	static final int PONG = 10;

	/** Most bytes that a frame adds to its message. */
	static final int OVERHEAD = 14;

	private static final int MASK = 0x5AC3_9617;

	private static final long LONG_MASK = (long) MASK << 32 | MASK & 0xFFFFFFFFL;

	private ClientFrames() {
	}

	/**
	 * Write a frame.
	 * @param message from its position to its limit
	 */
	static void write(ByteBuffer out, int opcode, ByteBuffer message) {
		int length = message.remaining();
		out.put((byte) (0x80 | opcode));
		if (length < 126) {
			out.put((byte) (0x80 | length));
		}
		else if (length < 1 << 16) {
			out.put((byte) (0x80 | 126)).put((byte) (length >> 8)).put((byte) length);
		}
		else {
			out.put((byte) (0x80 | 127)).putLong(Long.reverseBytes(length));
		}
		out.putInt(MASK);
		while (message.remaining() >= Long.BYTES) {
			out.putLong(message.getLong() ^ LONG_MASK);
		}
		for (int i = 0; message.hasRemaining(); i++) {
			out.put((byte) (message.get() ^ MASK >> 8 * (i & 3)));
		}
	}

}
