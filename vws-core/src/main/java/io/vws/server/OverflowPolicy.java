package io.vws.server;

/**
 * What happens to the events of a connection whose outbound queue is full. Answers are
 * never dropped.
 */
public enum OverflowPolicy {

	/** End the connection, so that the client learns of the gap and comes back. */
	DISCONNECT,

	/** Drop the event that waits longest. */
	DROP_OLDEST,

	/** Drop the event that does not fit. */
	DROP_NEWEST,

	/**
	 * From the first overflow until the queue is empty again, keep only the newest event
	 * of each topic. If the newest events alone do not fit, end the connection.
	 */
	CONFLATE

}
