package io.vws.topic;

/**
 * The rules that topics and patterns share: what their text may hold, and how it divides
 * into levels.
 */
final class Levels {

	static final char SEPARATOR = '/';

	private Levels() {
	}

	/**
	 * Check all that does not depend on wildcards. Stops at the first offence, so the
	 * cost is bounded by the limits and not by the length of the text.
	 * @return the number of levels
	 */
	static int check(String text) {
		if (text.isEmpty()) {
			throw new InvalidTopicException("must not be empty", 0);
		}
		int levels = 1;
		int bytes = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			int width = (c < 0x80 && c != 0) ? 1 : width(text, i);
			bytes += width;
			if (bytes > Topic.MAX_LENGTH) {
				throw new InvalidTopicException("must not be longer than " + Topic.MAX_LENGTH + " bytes in UTF-8", i);
			}
			if (c == SEPARATOR && ++levels > Topic.MAX_LEVELS) {
				throw new InvalidTopicException("must not have more than " + Topic.MAX_LEVELS + " levels", i);
			}
			if (width == 4) {
				i++;
			}
		}
		return levels;
	}

	/**
	 * The number of bytes that a character beyond ASCII takes in UTF-8; 4 for a pair of
	 * surrogates.
	 */
	private static int width(String text, int index) {
		char c = text.charAt(index);
		if (c == 0) {
			throw new InvalidTopicException("must not contain U+0000", index);
		}
		if (c < 0x800) {
			return 2;
		}
		if (!Character.isSurrogate(c)) {
			return 3;
		}
		if (Character.isLowSurrogate(c) || index + 1 == text.length()
				|| !Character.isLowSurrogate(text.charAt(index + 1))) {
			throw new InvalidTopicException("must not contain an unpaired surrogate", index);
		}
		return 4;
	}

	/**
	 * Divide a text that was checked.
	 */
	static String[] split(String text, int count) {
		String[] levels = new String[count];
		int start = 0;
		for (int i = 0; i < count; i++) {
			int end = end(text, start);
			levels[i] = text.substring(start, end);
			start = end + 1;
		}
		return levels;
	}

	/**
	 * The end of the level that begins at the start: the index of the next separator, or
	 * the length of the text.
	 */
	static int end(String text, int start) {
		int separator = text.indexOf(SEPARATOR, start);
		return (separator != -1) ? separator : text.length();
	}

}
