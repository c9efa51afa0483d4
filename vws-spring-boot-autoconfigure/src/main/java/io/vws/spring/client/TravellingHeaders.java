package io.vws.spring.client;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Headers of an event without those that are between a client and its server.
 */
final class TravellingHeaders {

	private static final String PROTOCOL = "vws-";

	private TravellingHeaders() {
	}

	static Map<String, String> of(Map<String, String> headers) {
		return headers.entrySet()
			.stream()
			.filter((header) -> !header.getKey().toLowerCase(Locale.ROOT).startsWith(PROTOCOL))
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

}
