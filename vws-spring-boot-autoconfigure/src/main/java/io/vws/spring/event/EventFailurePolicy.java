package io.vws.spring.event;

/**
 * What a failure on the way to the bus means to who publishes an application event. It is
 * counted in any case.
 */
public enum EventFailurePolicy {

	/** Nothing: the failure is logged, and the publisher goes on. */
	LOG,

	/**
	 * The publisher gets the exception. What fails after a commit is logged all the same,
	 * since nobody can undo the commit.
	 */
	THROW

}
