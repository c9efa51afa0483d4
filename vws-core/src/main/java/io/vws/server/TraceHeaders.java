package io.vws.server;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a peer from handing malformed or unwanted trace context to others (W3C Trace
 * Context, sections 3.2 and 3.3).
 */
final class TraceHeaders {

	private static final String TRACEPARENT = "traceparent";

	private static final String TRACESTATE = "tracestate";

	private static final String BAGGAGE = "baggage";

	private static final Pattern VALID = Pattern
		.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

	private TraceHeaders() {
	}

	/**
	 * Return the headers without an invalid {@code traceparent}, and without
	 * {@code tracestate} if there is no valid one.
	 */
	static Map<String, String> withoutInvalid(Map<String, String> headers) {
		if (!headers.containsKey(TRACEPARENT) && !headers.containsKey(TRACESTATE)) {
			return headers;
		}
		if (traceparent(headers) != null) {
			return headers;
		}
		Map<String, String> kept = new HashMap<>(headers);
		kept.remove(TRACEPARENT);
		kept.remove(TRACESTATE);
		return kept;
	}

	/** The trace that the headers name, {@code null} if it is missing or not valid. */
	static @Nullable String traceparent(Map<String, String> headers) {
		String traceparent = headers.get(TRACEPARENT);
		boolean valid = traceparent != null && traceparent.length() == 55 && VALID.matcher(traceparent).matches();
		return valid ? traceparent : null;
	}

	/**
	 * Return the headers with the root of a new, sampled trace in place of the trace they
	 * name.
	 * @param random source of the new ids
	 */
	static Map<String, String> restarted(Map<String, String> headers, RandomGenerator random) {
		Map<String, String> restarted = new HashMap<>(headers);
		restarted.remove(TRACESTATE);
		restarted.remove(BAGGAGE);
		HexFormat hex = HexFormat.of();
		restarted.put(TRACEPARENT, "00-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(nonZero(random)) + '-'
				+ hex.toHexDigits(nonZero(random)) + "-01");
		return restarted;
	}

	private static long nonZero(RandomGenerator random) {
		long value = random.nextLong();
		while (value == 0) {
			value = random.nextLong();
		}
		return value;
	}

}
