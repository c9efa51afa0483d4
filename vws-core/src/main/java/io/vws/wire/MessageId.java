package io.vws.wire;

/**
 * Correlation id of a request: the JSON text of an integer that fits 64 bits or of a
 * string, kept character for character, so that the answer echoes all digits and escapes.
 * Created by {@link VwsCodec} from what a peer sent, or by {@link #of(long)}. Two ids are
 * equal if their texts are equal.
 *
 * @param json JSON text of the id, such as {@code 7} or {@code "a7"}
 */
public record MessageId(String json) {

	/** Longest accepted string id, in UTF-8 bytes between the quotes: {@value}. */
	public static final int MAX_LENGTH = 1024;

	/**
	 * Return the id of a number.
	 */
	public static MessageId of(long value) {
		return new MessageId(Long.toString(value));
	}

	@Override
	public String toString() {
		return this.json;
	}

}
