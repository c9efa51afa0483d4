package io.vws.wire;

import org.jspecify.annotations.Nullable;

/**
 * A text that is not a VWS message. Carries the correlation id if one could be read, so
 * that the answer reaches the request it belongs to. Has no stack trace: it is thrown
 * because of what a peer sent, as often as the peer likes.
 */
public final class MalformedMessageException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable MessageId id;

	MalformedMessageException(@Nullable MessageId id) {
		super("Not a VWS message", null, false, false);
		this.id = id;
	}

	/**
	 * Correlation id of the message.
	 * @return the id or {@code null} if none could be read
	 */
	public @Nullable MessageId id() {
		return this.id;
	}

}
