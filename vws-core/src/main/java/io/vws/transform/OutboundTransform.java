package io.vws.transform;

/**
 * A transform of the events that are sent to clients, whoever published them. Looks at
 * the event alone, so its result is the same for all clients: it is asked once for each
 * event, when the first of them is to get it, and what it made is encoded once. An event
 * that no client subscribed to is not shown to it. Subscribers within the application get
 * the event as it was published.
 * <p>
 * May change payload and headers but not the topic, by which the event found its
 * subscribers. An event for which it throws or changes the topic goes to no client,
 * rather than to all as it is.
 */
@FunctionalInterface
public interface OutboundTransform extends EventTransform {

	/**
	 * Return a transform of all events that are sent to clients.
	 */
	static OutboundTransform of(EventTransform transform) {
		return transform::apply;
	}

	/**
	 * Return a transform of the events on the topics of a pattern.
	 * @throws io.vws.topic.InvalidTopicException if the pattern is not valid
	 */
	static OutboundTransform on(String pattern, EventTransform transform) {
		return of(EventTransforms.whenPattern(pattern, transform));
	}

}
