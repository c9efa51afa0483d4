package io.vws.spring.event;

/**
 * How an event can get lost between the application, the bus and the servers that bridges
 * join to it. Each one is logged and told to the {@link EventOutcomeListener}s.
 */
public enum EventFailure {

	/** A value of an application event cannot be a level of its topic. */
	TOPIC_REFUSED,

	/** A mapping is malformed, or its own code, such as its payload mapper, failed. */
	MAPPING_FAILED,

	/** Whether the transaction of an application event has committed is not known. */
	COMMIT_UNKNOWN,

	/** The bus refused an application event. */
	BUS_REFUSED,

	/** An application's listener failed to handle an event, or to publish its result. */
	LISTENER_FAILED,

	/** The queue of a listener that may drop events was full. */
	LISTENER_DROPPED,

	/** Too many events of connections waited for the application's listeners. */
	CONNECTION_EVENT_DROPPED,

	/** The bus refused what a bridge brought from a server. */
	BRIDGE_INBOUND,

	/** A server did not take what a bridge brought from the bus. */
	BRIDGE_OUTBOUND

}
