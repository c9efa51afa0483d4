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

	/**
	 * Return the type of a failure and where it was thrown. Its message is left out: it
	 * may quote what a stranger sent.
	 */
	public static String origin(Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		String type = failure.getClass().getName();
		return (trace.length > 0) ? type + " at " + trace[0] : type;
	}

}
