package io.vws.topic;

import java.util.List;

/**
 * The matching rules written down once more, level by level and without any trick: the
 * oracle that pattern and tree are compared with.
 */
final class NaiveMatcher {

	private NaiveMatcher() {
	}

	static boolean matches(String pattern, String topic) {
		boolean beginsWithWildcard = pattern.startsWith("+") || pattern.startsWith("#");
		if (beginsWithWildcard && topic.startsWith("$")) {
			return false;
		}
		return matches(List.of(pattern.split("/", -1)), List.of(topic.split("/", -1)));
	}

	private static boolean matches(List<String> pattern, List<String> topic) {
		if (pattern.isEmpty()) {
			return topic.isEmpty();
		}
		String level = pattern.get(0);
		if (level.startsWith("#")) {
			return true;
		}
		if (topic.isEmpty()) {
			return false;
		}
		if (!level.startsWith("+") && !level.equals(topic.get(0))) {
			return false;
		}
		return matches(pattern.subList(1, pattern.size()), topic.subList(1, topic.size()));
	}

}
