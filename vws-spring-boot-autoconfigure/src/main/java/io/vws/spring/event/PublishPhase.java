package io.vws.spring.event;

/**
 * When an application event goes to the bus, seen from the transaction in which it is
 * published.
 */
public enum PublishPhase {

	/**
	 * When the transaction has committed; never if it rolls back. At once if there is no
	 * transaction.
	 */
	AFTER_COMMIT,

	/** At once, whatever becomes of a transaction. */
	IMMEDIATE

}
