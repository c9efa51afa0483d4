package io.vws.spring.event;

import java.util.List;

/**
 * Told when an event gets lost between the application and the bus.
 */
@FunctionalInterface
public interface EventFailureListener {

	/**
	 * An event was lost.
	 */
	void failed(EventFailure failure);

	/**
	 * Return a listener that tells several.
	 */
	static EventFailureListener all(List<EventFailureListener> listeners) {
		return (failure) -> listeners.forEach((listener) -> listener.failed(failure));
	}

}
