package io.vws.spring.event;

import org.springframework.messaging.Message;

/**
 * Told when a {@link VwsListener} fails to handle an event. Called on the listener's
 * thread; until it returns, the listener's next event waits.
 */
@FunctionalInterface
public interface VwsListenerErrorHandler {

	/**
	 * Handle a failure. What this method throws is logged and counted.
	 * @param listener the listener's id
	 * @param message what the method was called with: the payload is an
	 * {@code io.vws.bus.Payload}, the topic is in {@value VwsListener#TOPIC_HEADER}
	 * @param error what it threw, or what kept it from being called
	 * @throws Exception if that fails
	 */
	void handle(String listener, Message<?> message, Throwable error) throws Exception;

}
