package io.vws.spring.observation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.vws.server.CloseReason;

/**
 * Why connections are not taken.
 */
final class Rejections {

	private static final String OTHER = "other";

	private static final Map<CloseReason, String> KNOWN = known();

	private Rejections() {
	}

	private static Map<CloseReason, String> known() {
		Map<CloseReason, String> known = new LinkedHashMap<>();
		known.put(CloseReason.RESTARTING, "stopping");
		known.put(CloseReason.TRY_AGAIN_LATER, "connections");
		known.put(CloseReason.TOO_MANY_OF_USER, "connections-per-user");
		known.put(CloseReason.TOO_MANY_FROM_ADDRESS, "connections-per-address");
		known.put(CloseReason.TOO_MANY_HANDSHAKES, "handshakes");
		return known;
	}

	static String tag(CloseReason reason) {
		return KNOWN.getOrDefault(reason, OTHER);
	}

	static List<String> tags() {
		return Stream.concat(KNOWN.values().stream(), Stream.of(OTHER)).toList();
	}

}
