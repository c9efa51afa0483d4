package io.vws.wire;

/**
 * Sizes in UTF-8 without encoding.
 */
public final class Utf8 {

	private Utf8() {
	}

	/**
	 * Number of bytes that a text takes in UTF-8. Takes time linear in the length.
	 * @param text any text; an unpaired surrogate counts as the 3 bytes of U+FFFD
	 */
	public static int length(CharSequence text) {
		int length = text.length();
		int bytes = length;
		for (int i = asciiPrefix(text); i < length; i++) {
			char c = text.charAt(i);
			if (c >= 0x800) {
				bytes += 2;
				if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
					i++; // a pair takes 4 bytes, 2 of which its chars account for
				}
			}
			else if (c >= 0x80) {
				bytes++;
			}
		}
		return bytes;
	}

	/** A number of characters at the begin that are ASCII. Looks at eight at a time. */
	private static int asciiPrefix(CharSequence text) {
		int i = 0;
		for (int end = text.length() - 7; i < end; i += 8) {
			int first = text.charAt(i) | text.charAt(i + 1) | text.charAt(i + 2) | text.charAt(i + 3);
			int second = text.charAt(i + 4) | text.charAt(i + 5) | text.charAt(i + 6) | text.charAt(i + 7);
			if ((first | second) >= 0x80) {
				break;
			}
		}
		return i;
	}

	/**
	 * Replace unpaired surrogates by U+FFFD, since UTF-8 cannot hold them.
	 * @return the same object if there are none
	 */
	public static String replaceUnpairedSurrogates(String text) {
		int length = text.length();
		StringBuilder copy = null;
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			if (!Character.isSurrogate(c)) {
				continue;
			}
			if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
				i++;
				continue;
			}
			if (copy == null) {
				copy = new StringBuilder(text);
			}
			copy.setCharAt(i, '\uFFFD');
		}
		return (copy != null) ? copy.toString() : text;
	}

}
