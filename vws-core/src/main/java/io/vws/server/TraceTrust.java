package io.vws.server;

/**
 * How far the trace of a client is trusted.
 */
public enum TraceTrust {

	/** What a client publishes belongs to the trace that the client names. */
	CONTINUE,

	/**
	 * Each event of a client begins a trace of its own, so that no client chooses trace
	 * ids or what is sampled. What the client sent as {@code traceparent},
	 * {@code tracestate} or {@code baggage} is dropped.
	 */
	RESTART

}
