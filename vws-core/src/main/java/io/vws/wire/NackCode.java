package io.vws.wire;

/**
 * Why a request was refused, for programs: the closed list of values of the header
 * {@code vws-code} on a {@code n} message. Each has a text for people that tells a
 * stranger nothing about the application.
 */
public enum NackCode {

	/** The message is not a well-formed VWS message. */
	MALFORMED("malformed", "The message is not a valid VWS message"),

	/** The topic of an event is missing, has wildcards or is otherwise not valid. */
	INVALID_TOPIC("invalid-topic", "The topic is not valid"),

	/** The pattern of a subscription is missing or not valid. */
	INVALID_PATTERN("invalid-pattern", "The topic pattern is not valid"),

	/** An event came without data. */
	DATA_REQUIRED("data-required", "An event needs data"),

	/** The kind of the message is not known. */
	UNSUPPORTED("unsupported", "This kind of message is not supported"),

	/** The rules do not grant the request. */
	FORBIDDEN("forbidden", "This is not allowed"),

	/** The connection has as many subscriptions as it may. */
	TOO_MANY_SUBSCRIPTIONS("too-many-subscriptions", "This connection has too many subscriptions"),

	/** The connection sends more than it may. */
	RATE_LIMITED("rate-limited", "Too many messages, slow down"),

	/** There is no room for the event now; nobody received it. */
	BUSY("busy", "The server is busy, try again later"),

	/** The server is stopping. */
	SHUTTING_DOWN("shutting-down", "The server is shutting down"),

	/** The server failed in a way that is not the client's fault. */
	INTERNAL("internal", "The server failed to handle the request");

	/** Header of a {@code n} message that carries {@link #code()}. */
	public static final String HEADER = "vws-code";

	private final String code;

	private final String text;

	NackCode(String code, String text) {
		this.code = code;
		this.text = text;
	}

	/**
	 * Return the value on the wire, such as {@code invalid-topic}.
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Return the sentence for people.
	 */
	public String text() {
		return this.text;
	}

}
