package io.vws.log;

import org.jspecify.annotations.Nullable;

/**
 * Texts from strangers on their way into the log.
 */
public final class LogText {

	private static final int MAX_LENGTH = 128;

	private LogText() {
	}

	/**
	 * Return a text that stays on its line: what is not printable ASCII becomes a
	 * question mark, and a long text is cut.
	 */
	public static String printable(@Nullable String text) {
		if (text == null) {
			return "";
		}
		String cut = (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "..." : text;
		return cut.replaceAll("[^\\x20-\\x7e]", "?");
	}

}
