package io.vws.spring.event;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * What is known of the call of a listener that is observed. The trace that it belongs to
 * is in the headers of the event.
 */
public final class ListenContext extends ReceiverContext<Map<String, String>> {

	private final String listener;

	private final String topic;

	ListenContext(String listener, String topic, Map<String, String> headers) {
		super((carrier, key) -> carrier.get(key), Kind.CONSUMER);
		this.listener = listener;
		this.topic = topic;
		setCarrier(headers);
	}

	/**
	 * Which listener is called.
	 */
	public String listener() {
		return this.listener;
	}

	/**
	 * Topic of the event.
	 */
	public String topic() {
		return this.topic;
	}

}
