package io.vws.spring.event;

import java.time.Duration;
import java.util.List;

/**
 * Told what becomes of events between the application and the bus. Called by the threads
 * that events are handled by, so implementations are thread-safe and return soon.
 */
@FunctionalInterface
public interface EventOutcomeListener {

	/**
	 * An event was lost.
	 */
	void failed(EventFailure failure);

	/**
	 * A listener was called, successfully or not.
	 * @param listener its id, or {@code application-events} for all
	 * {@code @EventListener} methods together
	 * @param time how long it took
	 */
	default void called(String listener, Duration time) {
	}

	/**
	 * Return a listener that tells several. One that throws is logged, and keeps neither
	 * the others nor the event from going on.
	 */
	static EventOutcomeListener all(List<EventOutcomeListener> listeners) {
		return new EventOutcomeListeners(listeners);
	}

}
