package io.vws.delivery;

/**
 * What happens to an event that does not fit into a full queue: that of a connection's
 * socket, or that of a listener.
 */
public enum OverflowPolicy {

	/**
	 * Lose nothing in silence. At a socket: end the connection, so that the client learns
	 * of the gap and comes back. At a listener: what handed the event over either refuses
	 * it or ends its connection.
	 */
	DISCONNECT,

	/** Drop the event that waits longest. */
	DROP_OLDEST,

	/** Drop the event that does not fit. */
	DROP_NEWEST,

	/**
	 * From the first overflow until the queue is empty again, keep only the newest event
	 * of each topic. If the newest events alone do not fit, do as for
	 * {@link #DISCONNECT}.
	 */
	CONFLATE

}
