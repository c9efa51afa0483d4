package io.vws.bench.load;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a run does, written as {@code fanout-100}, {@code topics-1000x10}, {@code paced},
 * {@code idle-5000}, {@code storm-2000} or {@code stalled}, each with options behind it:
 * {@code fanout-100/window=1/size=2048}.
 *
 * @param name the workload as it was written
 * @param kind what is done
 * @param connections connections that subscribe
 * @param patterns patterns that each of them subscribes to
 * @param window most publishes that may be unfinished at a time
 * @param size bytes of a payload
 */
public record Workload(String name, Kind kind, int connections, int patterns, int window, int size) {

	private static final Pattern FORM = Pattern.compile("([a-z]+)(?:-(\\d+)(?:x(\\d+))?)?((?:/[a-z]+=\\d+)*)");

	/** Publishes per second of {@link Kind#PACED}. */
	public static final int PACED_RATE = 200;

	/** Connections of {@link Kind#STALLED} that stop reading. */
	public static final int STALLED_CONNECTIONS = 3;

	/**
	 * The kinds of workload.
	 */
	public enum Kind {

		/** One publisher, one topic, as fast as the window allows. */
		FANOUT(100, 1, 200),

		/** One publisher, one topic, a fixed rate, and latencies. */
		PACED(100, 1, 200),

		/** Patterns of their own for each connection; a publish hits one. */
		TOPICS(100, 10, 200),

		/** Open, subscribe and rest. */
		IDLE(5000, 1, 200),

		/** Open and subscribe as fast as possible. */
		STORM(2000, 1, 200),

		/** Fan-out beside connections that do not read. */
		STALLED(50, 1, 2048);

		private final int connections;

		private final int patterns;

		private final int size;

		Kind(int connections, int patterns, int size) {
			this.connections = connections;
			this.patterns = patterns;
			this.size = size;
		}

	}

	/**
	 * Parse a workload.
	 * @throws IllegalArgumentException if there is no such workload or option
	 */
	public static Workload parse(String text) {
		Matcher form = FORM.matcher(text);
		if (!form.matches()) {
			throw new IllegalArgumentException("Not a workload: " + text);
		}
		Kind kind = Kind.valueOf(form.group(1).toUpperCase(Locale.ROOT));
		Map<String, Integer> options = options(form.group(4));
		Workload workload = new Workload(text, kind, number(form.group(2), kind.connections),
				number(form.group(3), kind.patterns), options.getOrDefault("window", 64),
				options.getOrDefault("size", kind.size));
		if (!Set.of("window", "size").containsAll(options.keySet())) {
			throw new IllegalArgumentException("Options are window and size: " + text);
		}
		if (workload.connections < 1 || workload.patterns < 1 || workload.window < 1
				|| workload.size < Payload.MIN_SIZE) {
			throw new IllegalArgumentException("Too small: " + text);
		}
		return workload;
	}

	private static Map<String, Integer> options(String text) {
		Map<String, Integer> options = new HashMap<>();
		for (String option : text.split("/")) {
			if (!option.isEmpty()) {
				int equals = option.indexOf('=');
				options.put(option.substring(0, equals), Integer.valueOf(option.substring(equals + 1)));
			}
		}
		return options;
	}

	private static int number(@Nullable String text, int otherwise) {
		return (text != null) ? Integer.parseInt(text) : otherwise;
	}

}
