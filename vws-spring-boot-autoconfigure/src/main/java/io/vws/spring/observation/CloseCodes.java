package io.vws.spring.observation;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Close codes that are counted by themselves: those that a server or a container sends.
 * Clients send what they like.
 */
final class CloseCodes {

	private static final String OTHER = "other";

	private static final Set<Integer> KNOWN = new TreeSet<>(Set.of(1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009,
			1011, 1012, 1013, 4005, 4008, 4012, 4013, 4500, 4503));

	private CloseCodes() {
	}

	static String tag(int code) {
		return KNOWN.contains(code) ? String.valueOf(code) : OTHER;
	}

	static List<String> tags() {
		return Stream.concat(KNOWN.stream().map(String::valueOf), Stream.of(OTHER)).toList();
	}

}
