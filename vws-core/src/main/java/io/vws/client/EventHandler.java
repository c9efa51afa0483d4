package io.vws.client;

/**
 * Takes the events of a subscription.
 */
@FunctionalInterface
public interface EventHandler {

	/**
	 * Take an event. May publish and wait for the answer.
	 * @throws Exception told to {@link VwsClientListener#failed}; affects nothing else
	 */
	void handle(ReceivedEvent event) throws Exception;

}
