package io.vws.transform;

/**
 * The way of an event that transforms stand in.
 */
public enum Direction {

	/** From a client to the bus. */
	INBOUND,

	/** From the bus to clients. */
	OUTBOUND

}
