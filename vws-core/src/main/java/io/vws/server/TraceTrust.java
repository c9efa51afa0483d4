package io.vws.server;

/**
 * How far the trace of a client is trusted.
 */
public enum TraceTrust {

	/** What a client publishes belongs to the trace that the client names. */
	CONTINUE,

	/**
	 * Each event of a client begins a trace of its own, so that no client chooses trace
	 * ids or what is sampled. A valid {@code traceparent} of the client becomes the
	 * header {@code vws-link}, which nothing takes for a parent; {@code tracestate} and
	 * {@code baggage} are dropped.
	 */
	RESTART

}
