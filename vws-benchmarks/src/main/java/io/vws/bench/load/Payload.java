package io.vws.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The payload of every publish: a JSON object like a sensor's, padded to a size. The
 * first members are digits at fixed places, written and read without parsing JSON. One
 * array, changed in place.
 */
final class Payload {

	/** Least size, in bytes: {@value}. */
	static final int MIN_SIZE = 100;

	/** The first eight bytes, read as one little-endian number. */
	static final long MAGIC;

	private static final String TEMPLATE = "{\"seq\":\"00000000\",\"pub\":\"00000000\",\"run\":\"0\",\"at\":\"0000000000000000\"";

	private static final String READING = ",\"device\":\"sensor-42\",\"celsius\":21.53,\"ok\":true,\"tags\":[\"a\",\"b\"]";

	private static final int SEQUENCE_AT = TEMPLATE.indexOf("00000000");

	private static final int PUBLISH_AT = TEMPLATE.lastIndexOf("\"pub\":\"") + 7;

	private static final int RUN_AT = TEMPLATE.indexOf("\"run\":\"") + 7;

	private static final int TIME_AT = TEMPLATE.indexOf("\"at\":\"") + 6;

	/** Bytes up to the end of the time. */
	static final int HEAD = TIME_AT + 16;

	static {
		byte[] head = TEMPLATE.getBytes(StandardCharsets.US_ASCII);
		MAGIC = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
	}

	private final byte[] bytes;

	/**
	 * Create a payload.
	 * @param size in bytes, at least {@value #MIN_SIZE}
	 */
	Payload(int size) {
		StringBuilder json = new StringBuilder(size).append(TEMPLATE);
		if (size >= MIN_SIZE + READING.length()) {
			json.append(READING);
		}
		json.append(",\"note\":\"");
		while (json.length() < size - 2) {
			json.append((char) ('a' + json.length() % 26));
		}
		this.bytes = json.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
	}

	byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Write the numbers of one publish.
	 * @param sequence its number for those who receive it
	 * @param publish its number among all publishes
	 * @param run the stretch it belongs to, one letter
	 * @param nanos time since the generator's start
	 */
	void set(int sequence, int publish, byte run, long nanos) {
		digits(SEQUENCE_AT, 8, sequence);
		digits(PUBLISH_AT, 8, publish);
		digits(TIME_AT, 16, nanos);
		this.bytes[RUN_AT] = run;
	}

	private void digits(int at, int count, long number) {
		long rest = number;
		for (int i = at + count - 1; i >= at; i--) {
			this.bytes[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
	}

	static int sequence(ByteBuffer in, int at) {
		return number(in.getLong(at + SEQUENCE_AT));
	}

	static int publish(ByteBuffer in, int at) {
		return number(in.getLong(at + PUBLISH_AT));
	}

	static byte run(ByteBuffer in, int at) {
		return in.get(at + RUN_AT);
	}

	static long nanos(ByteBuffer in, int at) {
		return number(in.getLong(at + TIME_AT)) * 100_000_000L + number(in.getLong(at + TIME_AT + 8));
	}

	/**
	 * Eight ASCII digits, first one lowest, as a number: pairs, then fours, then all, in
	 * three steps.
	 */
	private static int number(long digits) {
		long values = digits - 0x3030303030303030L;
		long pairs = values * 10 + (values >>> 8);
		long high = (pairs & 0x000000FF000000FFL) * 0x000F424000000064L;
		long low = ((pairs >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L;
		return (int) ((high + low) >>> 32);
	}

}
