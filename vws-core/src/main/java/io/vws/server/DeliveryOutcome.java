package io.vws.server;

import java.util.Locale;

/**
 * What became of an event that was to be delivered to a connection.
 */
public enum DeliveryOutcome {

	/** It waits for the socket of the connection, and is sent in its turn. */
	QUEUED,

	/** The queue is full, and its policy drops what comes. */
	DROPPED,

	/** The queue is full, so the connection ends. */
	OVERFLOW,

	/**
	 * The client is not to see it: a transform dropped it or failed, or the client has no
	 * name for its topic.
	 */
	FILTERED,

	/** No subscription of the client wants it any more. */
	UNWANTED,

	/** The connection has ended. */
	CLOSED;

	/**
	 * Return the name in metrics and traces, such as {@code queued}.
	 */
	public String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

}
