package io.vws.bus;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a publish that is observed. Whoever traces puts the trace into the
 * headers with which the event travels.
 */
public final class PublishContext extends SenderContext<Map<String, String>> {

	static final String TRACEPARENT = "traceparent";

	private static final String TRACESTATE = "tracestate";

	private final Event event;

	PublishContext(Event event) {
		super(PublishContext::put, Kind.PRODUCER);
		this.event = event;
		setCarrier(new HashMap<>(event.headers()));
	}

	/** A trace state belongs to its parent, and an empty one is not written. */
	private static void put(@Nullable Map<String, String> headers, String key, String value) {
		if (headers != null) {
			if (key.equals(TRACEPARENT)) {
				headers.remove(TRACESTATE);
			}
			headers.put(key, value);
		}
	}

	/**
	 * The event as it came.
	 */
	public Event event() {
		return this.event;
	}

	/** The event with the headers that it travels with. */
	Event travelling() {
		Map<String, String> headers = getCarrier();
		return (headers == null || headers.equals(this.event.headers())) ? this.event : this.event.withHeaders(headers);
	}

}
