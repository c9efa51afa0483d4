package io.vws.client;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * What is known of the call of a handler that is observed. The trace that it belongs to
 * is in the headers of the event.
 */
public final class ClientHandleContext extends ReceiverContext<Map<String, String>> {

	private final ReceivedEvent event;

	ClientHandleContext(ReceivedEvent event) {
		super((headers, key) -> headers.get(key), Kind.CONSUMER);
		this.event = event;
		setCarrier(event.headers());
	}

	/**
	 * The event that is handled.
	 */
	public ReceivedEvent event() {
		return this.event;
	}

}
