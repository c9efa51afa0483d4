package io.vws.spring.event;

import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.Message;

/**
 * Counts what a listener fails to handle or drops, and tells its error handler, or the
 * log without one. Neither names a payload.
 */
final class ListenerFailures {

	private final LogThrottle log = new LogThrottle(LoggerFactory.getLogger(VwsListener.class));

	private final LogThrottle drops = new LogThrottle(LoggerFactory.getLogger(VwsListener.class));

	private final String id;

	private final EventFailureListener failures;

	private final @Nullable VwsListenerErrorHandler handler;

	/**
	 * Create the failures of a listener.
	 * @param id its id
	 * @param failures told of each failure
	 * @param handler its error handler, {@code null} for the log
	 */
	ListenerFailures(String id, EventFailureListener failures, @Nullable VwsListenerErrorHandler handler) {
		this.id = id;
		this.failures = failures;
		this.handler = handler;
	}

	/** The listener failed to handle an event. */
	void failed(Message<?> message, Throwable error) {
		if (error instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		this.failures.failed(EventFailure.LISTENER_FAILED);
		if (this.handler == null) {
			this.log.failed(error, "The listener '{}' failed to handle an event", this.id);
			return;
		}
		try {
			this.handler.handle(this.id, message, error);
		}
		catch (Throwable ex) { // the listener's next event has to come
			this.failures.failed(EventFailure.LISTENER_FAILED);
			this.log.failed(ex, "The error handler of the listener '{}' failed", this.id);
		}
	}

	/** An event was dropped. */
	void dropped() {
		this.failures.failed(EventFailure.LISTENER_DROPPED);
		this.drops.warn("The listener '{}' was too slow, so an event was dropped", this.id);
	}

}
