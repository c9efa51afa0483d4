package io.vws.spring.event;

import java.time.Duration;

import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.Message;

/**
 * Tells what a listener handles, fails to handle and drops; failures also to its error
 * handler, or to the log without one. Neither names a payload.
 */
final class ListenerOutcomes {

	private final LogThrottle log = new LogThrottle(LoggerFactory.getLogger(VwsListener.class));

	private final LogThrottle drops = new LogThrottle(LoggerFactory.getLogger(VwsListener.class));

	private final String id;

	private final EventOutcomeListener outcomes;

	private final @Nullable VwsListenerErrorHandler handler;

	/**
	 * Create the outcomes of a listener.
	 * @param id its id
	 * @param outcomes told of each outcome
	 * @param handler its error handler, {@code null} for the log
	 */
	ListenerOutcomes(String id, EventOutcomeListener outcomes, @Nullable VwsListenerErrorHandler handler) {
		this.id = id;
		this.outcomes = outcomes;
		this.handler = handler;
	}

	/** The listener was called, successfully or not. */
	void called(Duration time) {
		this.outcomes.called(this.id, time);
	}

	/** The listener failed to handle an event. */
	void failed(Message<?> message, Throwable error) {
		this.outcomes.failed(EventFailure.LISTENER_FAILED);
		if (this.handler == null) {
			this.log.failed(error, "The listener '{}' failed to handle an event", this.id);
			return;
		}
		try {
			this.handler.handle(this.id, message, error);
		}
		catch (Throwable ex) { // the listener's next event has to come
			this.outcomes.failed(EventFailure.LISTENER_FAILED);
			this.log.failed(ex, "The error handler of the listener '{}' failed", this.id);
		}
	}

	/** An event was dropped. */
	void dropped() {
		this.outcomes.failed(EventFailure.LISTENER_DROPPED);
		this.drops.warn("The listener '{}' was too slow, so an event was dropped", this.id);
	}

}
