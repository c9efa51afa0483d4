package io.vws.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of one message together, up to a limit, so that the buffers of who reads
 * the socket can stay small. Holds memory only between the first and the last part. Not
 * thread-safe: the parts of a connection come one after the other.
 */
public final class MessageAssembler {

	private final int maxBytes;

	private @Nullable StringBuilder text;

	private @Nullable ByteArrayOutputStream binary;

	private int bytes;

	/**
	 * Create an assembler.
	 * @param maxBytes largest message, in UTF-8 bytes
	 */
	public MessageAssembler(int maxBytes) {
		this.maxBytes = maxBytes;
	}

	/**
	 * Add a part of a text message.
	 * @return the whole message if this was the last part
	 * @throws MessageTooBigException if the message is larger than the limit
	 */
	public @Nullable String add(String part, boolean last) throws MessageTooBigException {
		count(Utf8.length(part));
		if (last && this.text == null) {
			return part;
		}
		this.text = (this.text != null) ? this.text : new StringBuilder();
		this.text.append(part);
		if (!last) {
			return null;
		}
		String whole = this.text.toString();
		this.text = null;
		return whole;
	}

	/**
	 * Add a part of a binary message that holds UTF-8 text.
	 * @return the whole message if this was the last part
	 * @throws MessageTooBigException if the message is larger than the limit
	 * @throws CharacterCodingException if the message is not UTF-8
	 */
	public @Nullable String add(ByteBuffer part, boolean last) throws MessageTooBigException, CharacterCodingException {
		count(part.remaining());
		this.binary = (this.binary != null) ? this.binary : new ByteArrayOutputStream();
		byte[] content = new byte[part.remaining()];
		part.get(content);
		this.binary.writeBytes(content);
		if (!last) {
			return null;
		}
		byte[] whole = this.binary.toByteArray();
		this.binary = null;
		return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(whole)).toString();
	}

	/**
	 * Size of the message to which a part was added last, in UTF-8 bytes.
	 */
	public int bytes() {
		return this.bytes;
	}

	private void count(int more) throws MessageTooBigException {
		boolean first = this.text == null && this.binary == null;
		this.bytes = first ? more : this.bytes + more;
		if (this.bytes > this.maxBytes) {
			this.text = null;
			this.binary = null;
			throw new MessageTooBigException();
		}
	}

	/** A message is larger than the limit. */
	public static final class MessageTooBigException extends Exception {

		private static final long serialVersionUID = 1L;

		MessageTooBigException() {
			super("Message too big", null, false, false);
		}

	}

}
