package io.vws.topic;

import java.util.ArrayList;
import java.util.List;

import io.vws.topic.TopicPattern.Variable;

/**
 * Where wildcards may stand in a pattern, and how they are named.
 */
final class PatternRules {

	private PatternRules() {
	}

	/**
	 * Check the wildcards of a text that passed {@link Levels#check}.
	 * @return the wildcards that have a name, in order
	 * @throws InvalidTopicException at the first offence
	 */
	static List<Variable> variables(String text, int levelCount) {
		List<Variable> variables = new ArrayList<>(0);
		int start = 0;
		for (int level = 0; level < levelCount; level++) {
			int end = Levels.end(text, start);
			if (isWildcard(text, start, end)) {
				checkWildcard(text, start, end);
				addVariable(variables, text, start, end, level);
			}
			else {
				checkLiteral(text, start, end);
			}
			start = end + 1;
		}
		return List.copyOf(variables);
	}

	private static boolean isWildcard(String text, int start, int end) {
		return start < end && (text.charAt(start) == '+' || text.charAt(start) == '#');
	}

	private static void checkLiteral(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c == '+' || c == '#') {
				throw new InvalidTopicException("'" + c + "' must be the first character of its level", i);
			}
		}
	}

	private static void checkWildcard(String text, int start, int end) {
		if (text.charAt(start) == '#' && end < text.length()) {
			throw new InvalidTopicException("'#' must be the last level", start);
		}
		for (int i = start + 1; i < end; i++) {
			char c = text.charAt(i);
			boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
			boolean digit = c >= '0' && c <= '9';
			if (!letter && !(digit && i > start + 1)) {
				throw new InvalidTopicException("a name must be [A-Za-z_][A-Za-z0-9_]*", i);
			}
		}
	}

	private static void addVariable(List<Variable> variables, String text, int start, int end, int level) {
		if (end - start == 1) {
			return;
		}
		String name = text.substring(start + 1, end);
		for (Variable variable : variables) {
			if (variable.name().equals(name)) {
				throw new InvalidTopicException("a name must not be used twice", start + 1);
			}
		}
		variables.add(new Variable(name, level, text.charAt(start) == '#'));
	}

}
