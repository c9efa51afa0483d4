package io.vws.bus;

/**
 * An event was refused and nobody received it.
 */
public final class EventRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Why an event was refused.
	 */
	public enum Reason {

		/** A subscriber that must not miss an event has no room for it now. */
		BUSY,

		/** The event is larger than may be sent. */
		TOO_LARGE,

		/** The payload cannot be written as JSON. */
		NOT_ENCODABLE

	}

	private final Reason reason;

	private EventRefusedException(Reason reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	private EventRefusedException(Reason reason, String message) {
		super(message, null, false, false);
		this.reason = reason;
	}

	/**
	 * Create the refusal of a subscriber without room. Has no stack trace, since it is
	 * thrown under load.
	 */
	public static EventRefusedException busy(String message) {
		return new EventRefusedException(Reason.BUSY, message);
	}

	/**
	 * Create the refusal of an event that is too large.
	 * @param bytes size of the encoded event
	 * @param limit largest accepted size
	 */
	public static EventRefusedException tooLarge(long bytes, long limit) {
		return new EventRefusedException(Reason.TOO_LARGE,
				"The encoded event has " + bytes + " bytes, more than the limit of " + limit);
	}

	/**
	 * Create the refusal of a payload that cannot be written as JSON.
	 */
	public static EventRefusedException notEncodable(RuntimeException cause) {
		return new EventRefusedException(Reason.NOT_ENCODABLE, "The payload cannot be written as JSON", cause);
	}

	/**
	 * Why the event was refused.
	 */
	public Reason reason() {
		return this.reason;
	}

}
