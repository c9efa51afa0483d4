package io.vws.bus;

import org.slf4j.LoggerFactory;

/**
 * Told when a subscriber fails to take an event. Called on the publisher's thread; what
 * it throws itself is dropped.
 */
@FunctionalInterface
public interface SubscriberErrorHandler {

	/**
	 * A subscriber threw.
	 * @param subscription the subscription whose subscriber failed
	 * @param error what it threw
	 */
	void handle(Subscription subscription, RuntimeException error);

	/**
	 * Return a handler that writes a warning with the stack trace.
	 */
	static SubscriberErrorHandler logging() {
		return (subscription, error) -> LoggerFactory.getLogger(SubscriberErrorHandler.class)
			.warn("A subscriber of '{}' failed to take an event", subscription.pattern(), error);
	}

}
