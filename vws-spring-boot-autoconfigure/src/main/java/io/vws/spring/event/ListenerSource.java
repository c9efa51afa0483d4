package io.vws.spring.event;

import io.vws.topic.Topic;

/**
 * Where the events of a listener come from, and where its results go.
 */
interface ListenerSource {

	/**
	 * Put the events of some topics into lanes.
	 * @return ends that; what is in the lanes stays there
	 */
	Runnable subscribe(ListenerDefinition definition, ListenerLanes lanes);

	/**
	 * Publish a result.
	 * @throws Exception if that fails
	 */
	void publish(Topic topic, Object result) throws Exception;

}
