package io.vws.server;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps a peer from handing malformed trace context to others (W3C Trace Context,
 * sections 3.2 and 3.3): an invalid {@code traceparent} is dropped, and
 * {@code tracestate} with it.
 */
final class TraceHeaders {

	private static final String TRACEPARENT = "traceparent";

	private static final String TRACESTATE = "tracestate";

	private static final Pattern VALID = Pattern
		.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

	private TraceHeaders() {
	}

	static Map<String, String> withoutInvalid(Map<String, String> headers) {
		if (!headers.containsKey(TRACEPARENT) && !headers.containsKey(TRACESTATE)) {
			return headers;
		}
		String traceparent = headers.get(TRACEPARENT);
		if (traceparent != null && traceparent.length() == 55 && VALID.matcher(traceparent).matches()) {
			return headers;
		}
		Map<String, String> kept = new HashMap<>(headers);
		kept.remove(TRACEPARENT);
		kept.remove(TRACESTATE);
		return kept;
	}

}
