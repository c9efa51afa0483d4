package io.vws.client;

/**
 * Takes the events of a subscription, with their payloads converted.
 *
 * @param <T> type of the payload
 */
@FunctionalInterface
public interface PayloadHandler<T> {

	/**
	 * Take an event. May publish and wait for the answer.
	 * @throws Exception told to {@link VwsClientListener#failed}; affects nothing else
	 */
	void handle(T payload, ReceivedEvent event) throws Exception;

}
