package io.vws.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * ASCII in byte buffers, without garbage.
 */
final class Ascii {

	private Ascii() {
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Write a number that is not negative, in decimal.
	 */
	static void number(ByteBuffer out, int number) {
		int digits = 1;
		for (int rest = number / 10; rest > 0; rest /= 10) {
			digits++;
		}
		padded(out, number, digits);
	}

	/**
	 * Write a number that is not negative with leading zeros.
	 */
	static void padded(ByteBuffer out, int number, int digits) {
		int rest = number;
		int start = out.position();
		out.position(start + digits);
		for (int i = start + digits - 1; i >= start; i--) {
			out.put(i, (byte) ('0' + rest % 10));
			rest /= 10;
		}
	}

	/**
	 * Index of the first occurrence, or -1.
	 */
	static int indexOf(ByteBuffer in, int from, int to, byte[] wanted) {
		for (int i = from; i <= to - wanted.length; i++) {
			int matched = 0;
			while (matched < wanted.length && in.get(i + matched) == wanted[matched]) {
				matched++;
			}
			if (matched == wanted.length) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * At most 200 bytes, for an error message.
	 */
	static String text(ByteBuffer in, int from, int to) {
		byte[] bytes = new byte[Math.min(200, to - from)];
		in.get(from, bytes);
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
