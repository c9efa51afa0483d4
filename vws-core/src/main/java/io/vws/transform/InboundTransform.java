package io.vws.transform;

/**
 * A transform of the events that clients publish, applied once the rules have granted an
 * event and before the bus takes it. May change topic, payload and headers: the rules are
 * then asked about what it made. A dropped event is acknowledged like any other. If it
 * throws, the event is refused with {@code internal}.
 * <p>
 * {@link io.vws.bus.Event#sender()} is the client; whatever a transform says, it stays
 * the sender.
 */
@FunctionalInterface
public interface InboundTransform extends EventTransform {

	/**
	 * Return a transform of all events that clients publish.
	 */
	static InboundTransform of(EventTransform transform) {
		return transform::apply;
	}

	/**
	 * Return a transform of the events that clients publish to the topics of a pattern.
	 * @throws io.vws.topic.InvalidTopicException if the pattern is not valid
	 */
	static InboundTransform on(String pattern, EventTransform transform) {
		return of(EventTransforms.whenPattern(pattern, transform));
	}

}
