package io.vws.bus;

import io.vws.log.LogText;
import io.vws.log.LogThrottle;
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
	 * @param error what it threw, which may be an {@link Error}
	 */
	void handle(Subscription subscription, Throwable error);

	/**
	 * Return a handler that writes a warning, at most once a second. It names the type of
	 * the error and where it was thrown; the message, which may quote a payload, and the
	 * stack trace are written at DEBUG.
	 */
	static SubscriberErrorHandler logging() {
		LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(SubscriberErrorHandler.class));
		return (subscription, error) -> failures.failed(error, "A subscriber of '{}' failed to take an event",
				LogText.printable(subscription.pattern().text()));
	}

}
