package io.vws.topic;

/**
 * A text that is no valid topic or no valid topic pattern. The message says what is wrong
 * and where, for example {@code '#' must be the last level (at index 2)}. It never holds
 * a part of the text, except for a single printable ASCII character, so it is safe to log
 * and to send to a stranger.
 */
public final class InvalidTopicException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String reason;

	private final int index;

	InvalidTopicException(String reason, int index) {
		super(reason);
		this.reason = reason;
		this.index = index;
	}

	/** What is wrong, without where. */
	String reason() {
		return this.reason;
	}

	/**
	 * What is wrong and where.
	 */
	@Override
	public String getMessage() {
		return this.reason + " (at index " + this.index + ")";
	}

	/**
	 * Where the text is wrong.
	 * @return the position in the text, in {@code char}s, from 0
	 */
	public int index() {
		return this.index;
	}

}
