package io.vws.wire;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Text of one message on its way out, with its size. Immutable, made once and shared by
 * all connections that send it; the UTF-8 bytes are made when a transport first asks for
 * them.
 */
public final class Frame {

	private final String text;

	private final int length;

	private final @Nullable String topic;

	private volatile byte @Nullable [] bytes;

	private Frame(String text, @Nullable String topic) {
		this.length = Utf8.length(text);
		boolean ascii = this.length == text.length(); // as most messages are
		this.text = ascii ? text : Utf8.replaceUnpairedSurrogates(text);
		this.topic = topic;
	}

	/**
	 * Create the frame of an event.
	 * @param topic topic of the event
	 * @param json the encoded event
	 */
	public static Frame event(String topic, String json) {
		return new Frame(json, topic);
	}

	/**
	 * Create the frame of an answer.
	 * @param json the encoded answer
	 */
	public static Frame answer(String json) {
		return new Frame(json, null);
	}

	/**
	 * Text of the message; valid Unicode.
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Size of the message in UTF-8 bytes.
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Whether this is an answer to a request, which no overflow policy may drop.
	 */
	public boolean isAnswer() {
		return this.topic == null;
	}

	/**
	 * Topic of the event.
	 * @return the topic or {@code null} if this is an answer
	 */
	public @Nullable String topic() {
		return this.topic;
	}

	/**
	 * UTF-8 bytes of the message. Must not be changed. Two threads that ask at once may
	 * get two arrays of the same content.
	 */
	public byte[] bytes() {
		byte[] result = this.bytes;
		if (result == null) {
			result = this.text.getBytes(StandardCharsets.UTF_8);
			this.bytes = result;
		}
		return result;
	}

	@Override
	public String toString() {
		return "Frame[" + this.length + " bytes]";
	}

}
