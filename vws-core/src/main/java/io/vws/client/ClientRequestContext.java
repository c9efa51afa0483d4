package io.vws.client;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request that is observed. Whoever traces puts the trace into the
 * headers of the message.
 */
public final class ClientRequestContext extends SenderContext<Map<String, String>> {

	private static final String TRACEPARENT = "traceparent";

	private static final String TRACESTATE = "tracestate";

	private final String topic;

	private final Map<String, String> headers;

	private final boolean answered;

	private boolean taken = true;

	ClientRequestContext(String topic, Map<String, String> headers, boolean answered) {
		super(ClientRequestContext::put, answered ? Kind.CLIENT : Kind.PRODUCER);
		this.answered = answered;
		this.topic = topic;
		this.headers = new HashMap<>(headers);
		setCarrier(this.headers);
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
	 * The topic that is published to.
	 */
	public String topic() {
		return this.topic;
	}

	/**
	 * Whether the client waits for an answer, as it does unless the message is only sent.
	 */
	public boolean isAnswered() {
		return this.answered;
	}

	/**
	 * Whether the client took a message that is only sent.
	 * @return {@code false} if it is closed or too many messages wait
	 */
	public boolean isTaken() {
		return this.taken;
	}

	boolean taken(boolean taken) {
		this.taken = taken;
		return taken;
	}

	/** The headers with which the message travels. */
	Map<String, String> headers() {
		return this.headers;
	}

}
