package io.vws.spring.event;

/**
 * Told when an event gets lost between the application and the bus.
 */
@FunctionalInterface
public interface EventFailureListener {

	/**
	 * An event was lost.
	 */
	void failed(EventFailure failure);

}
