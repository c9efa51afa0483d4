package io.vws.test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket frame as it stood on the wire (RFC 6455, section 5.2).
 *
 * @param last whether the FIN bit is set
 * @param reserved the three reserved bits, 4 for RSV1
 * @param opcode what the frame is
 * @param payload content, unmasked
 */
public record RawFrame(boolean last, int reserved, int opcode, ByteBuffer payload) {

	/** Opcode of a further part of a message. */
	public static final int CONTINUATION = 0;

	/** Opcode of a text message or its first part. */
	public static final int TEXT = 1;

	/** Opcode of a binary message or its first part. */
	public static final int BINARY = 2;

	/** Opcode of a close frame. */
	public static final int CLOSE = 8;

	/** Opcode of a ping. */
	public static final int PING = 9;

	/** Opcode of a pong. */
	public static final int PONG = 10;

	/**
	 * Return the content as text.
	 */
	public String text() {
		return StandardCharsets.UTF_8.decode(this.payload.duplicate()).toString();
	}

	/**
	 * Return the close code, 1005 if there is none.
	 */
	public int closeCode() {
		return (this.payload.remaining() >= 2) ? this.payload.getShort(this.payload.position()) & 0xFFFF : 1005;
	}

	@Override
	public String toString() {
		return "RawFrame[opcode=" + this.opcode + ", last=" + this.last + ", reserved=" + this.reserved + ", "
				+ ((this.opcode == CLOSE) ? this.closeCode() : this.text()) + "]";
	}

}
