package io.vws.spring.server;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Reads the frames of a client (RFC 6455, section 5), without any extension. Strict: what
 * the RFC does not allow ends the connection with 1002, text that is not UTF-8 with 1007,
 * as soon as it is seen. Messages are handed on in parts, as they come, so that nothing
 * is kept of a message but its state and up to three bytes of a character. Not
 * thread-safe.
 */
final class FrameDecoder {

	/** Stands for a close frame without a code; never sent. */
	static final int NO_CODE = 1005;

	private static final int MAX_CONTROL_BYTES = 125;

	private static final int MAX_TAIL = 3;

	private static final int KEY_BYTES = 4;

	private static final long HIGH_BITS = 0x8080808080808080L;

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private final Listener listener;

	/** Payload bytes of the current data frame that have not come. */
	private long missing;

	/** Whether a data frame has begun and not ended. */
	private boolean inFrame;

	/** Whether the current data frame is the last of its message. */
	private boolean lastFrame;

	/** Whether a message has begun and not ended. */
	private boolean inMessage;

	private boolean binary;

	private int key;

	/** First bytes of a character whose others have not come, the first one lowest. */
	private int tail;

	private int tailLength;

	FrameDecoder(Listener listener) {
		this.listener = listener;
	}

	/** Told what was read. */
	interface Listener {

		void text(String part, boolean last);

		void binary(ByteBuffer part, boolean last);

		void ping(byte[] payload) throws IOException;

		void pong(byte[] payload);

		/**
		 * The peer wants the end.
		 * @param code its close code, {@value FrameDecoder#NO_CODE} if it gave none
		 */
		void close(int code, String reason) throws IOException;

	}

	/** The peer sent what it must not send. */
	static final class InvalidFrameException extends Exception {

		private static final long serialVersionUID = 1L;

		private final int code;

		InvalidFrameException(int code, String message) {
			super(message, null, false, false);
			this.code = code;
		}

		/** The close code to end the connection with. */
		int code() {
			return this.code;
		}

	}

	/**
	 * Decode one frame, or what has come of it.
	 * @param in what was read; what is left in it must be there again at the next call
	 * @param space working space; the longest part of a message is a little shorter
	 * @return whether there may be more to decode; otherwise more must be read first
	 * @throws InvalidFrameException if the connection must end
	 * @throws IOException if a ping or close frame could not be answered
	 */
	boolean next(ByteBuffer in, byte[] space) throws InvalidFrameException, IOException {
		if (this.inFrame) {
			return readPayload(in, space);
		}
		if (in.remaining() < 2) {
			return false;
		}
		int start = in.position();
		int first = in.get(start);
		int second = in.get(start + 1);
		check((first & 0x70) == 0, "Reserved bits are set");
		check((second & 0x80) != 0, "A frame is not masked");
		int opcode = first & 0x0F;
		boolean last = (first & 0x80) != 0;
		if (opcode >= OpCodes.CLOSE) {
			return readControl(in, opcode, last, second & 0x7F);
		}
		int lengthBytes = switch (second & 0x7F) {
			case 126 -> Short.BYTES;
			case 127 -> Long.BYTES;
			default -> 0;
		};
		if (in.remaining() < 2 + lengthBytes + KEY_BYTES) {
			return false;
		}
		begin(opcode, last);
		in.position(start + 2);
		this.missing = readLength(in, second & 0x7F);
		this.key = in.getInt();
		return readPayload(in, space);
	}

	private void begin(int opcode, boolean last) throws InvalidFrameException {
		if (opcode == OpCodes.CONTINUATION) {
			check(this.inMessage, "There is no message to continue");
		}
		else {
			check(opcode == OpCodes.TEXT || opcode == OpCodes.BINARY, "A frame has an unknown kind");
			check(!this.inMessage, "A message has not ended");
			this.binary = opcode == OpCodes.BINARY;
		}
		this.inMessage = true;
		this.inFrame = true;
		this.lastFrame = last;
	}

	private static long readLength(ByteBuffer in, int length) throws InvalidFrameException {
		if (length == 126) {
			int result = in.getShort() & 0xFFFF;
			check(result > 125, "A length is not written in its shortest form");
			return result;
		}
		if (length == 127) {
			long result = in.getLong();
			check(result > 0xFFFF, "A length is negative or not written in its shortest form");
			return result;
		}
		return length;
	}

	private boolean readPayload(ByteBuffer in, byte[] space) throws InvalidFrameException {
		int count = (int) Math.min(this.missing, Math.min(in.remaining(), space.length - MAX_TAIL - Long.BYTES));
		if (count == 0 && this.missing > 0) {
			return false;
		}
		boolean ascii = unmask(in, count, space, MAX_TAIL);
		this.missing -= count;
		this.inFrame = this.missing > 0;
		boolean last = !this.inFrame && this.lastFrame;
		this.inMessage = !last;
		if (this.binary) {
			this.listener.binary(ByteBuffer.wrap(space, MAX_TAIL, count), last);
		}
		else if (ascii && this.tailLength == 0) {
			// Nearly every message: its bytes are its characters.
			this.listener.text(new String(space, MAX_TAIL, count, StandardCharsets.ISO_8859_1), last);
		}
		else {
			this.listener.text(decode(space, count, last), last);
		}
		return true;
	}

	/** Unmask bytes, eight at a time. Returns whether all of them are ASCII. */
	private boolean unmask(ByteBuffer in, int count, byte[] out, int offset) {
		int start = in.position();
		long twice = ((long) this.key << Integer.SIZE) | (this.key & 0xFFFFFFFFL);
		long bits = 0;
		int i = 0;
		for (; i + Long.BYTES <= count; i += Long.BYTES) {
			long value = in.getLong(start + i) ^ twice;
			LONGS.set(out, offset + i, value);
			bits |= value;
		}
		for (; i < count; i++) {
			byte value = (byte) (in.get(start + i) ^ (this.key >>> (24 - 8 * (i & 3))));
			out[offset + i] = value;
			bits |= value & 0x80;
		}
		in.position(start + count);
		this.key = Integer.rotateLeft(this.key, 8 * (count & 3));
		return (bits & HIGH_BITS) == 0;
	}

	private String decode(byte[] space, int count, boolean last) throws InvalidFrameException {
		int from = MAX_TAIL - this.tailLength;
		for (int i = 0; i < this.tailLength; i++) {
			space[from + i] = (byte) (this.tail >>> (8 * i));
		}
		ByteBuffer bytes = ByteBuffer.wrap(space, from, this.tailLength + count);
		CharBuffer characters = CharBuffer.allocate(bytes.remaining());
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		CoderResult result = decoder.decode(bytes, characters, last);
		if (result.isError()) {
			throw new InvalidFrameException(1007, "Text is not UTF-8");
		}
		this.tailLength = bytes.remaining();
		this.tail = 0;
		for (int i = 0; i < this.tailLength; i++) {
			this.tail |= (bytes.get() & 0xFF) << (8 * i);
		}
		return characters.flip().toString();
	}

	private boolean readControl(ByteBuffer in, int opcode, boolean last, int length)
			throws InvalidFrameException, IOException {
		check(opcode <= OpCodes.PONG, "A frame has an unknown kind");
		check(last && length <= MAX_CONTROL_BYTES, "A control frame is fragmented or too long");
		if (in.remaining() < 2 + KEY_BYTES + length) {
			return false;
		}
		in.position(in.position() + 2);
		int dataKey = this.key;
		this.key = in.getInt();
		byte[] payload = new byte[length];
		unmask(in, length, payload, 0);
		this.key = dataKey;
		switch (opcode) {
			case OpCodes.PING -> this.listener.ping(payload);
			case OpCodes.PONG -> this.listener.pong(payload);
			default -> readClose(payload);
		}
		return true;
	}

	private void readClose(byte[] payload) throws InvalidFrameException, IOException {
		if (payload.length == 0) {
			this.listener.close(NO_CODE, "");
			return;
		}
		check(payload.length >= 2, "A close code is incomplete");
		int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
		boolean assigned = code >= 1000 && code <= 1014 && code != 1004 && code != NO_CODE && code != 1006;
		check(assigned || (code >= 3000 && code <= 4999), "A close code is not allowed");
		CharBuffer reason = CharBuffer.allocate(payload.length);
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		if (decoder.decode(ByteBuffer.wrap(payload, 2, payload.length - 2), reason, true).isError()) {
			throw new InvalidFrameException(1007, "A close reason is not UTF-8");
		}
		this.listener.close(code, reason.flip().toString());
	}

	private static void check(boolean valid, String fault) throws InvalidFrameException {
		if (!valid) {
			throw new InvalidFrameException(1002, fault);
		}
	}

}
