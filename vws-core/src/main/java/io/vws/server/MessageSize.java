package io.vws.server;

/**
 * Classes of sizes of messages, for those who count.
 */
public enum MessageSize {

	/** At most 128 bytes. */
	UP_TO_128B(128, "128B"),

	/** At most 1 KiB. */
	UP_TO_1KB(1024, "1KB"),

	/** At most 8 KiB. */
	UP_TO_8KB(8 * 1024, "8KB"),

	/** At most 64 KiB. */
	UP_TO_64KB(64 * 1024, "64KB"),

	/** More than 64 KiB. */
	LARGER(Integer.MAX_VALUE, "larger");

	private static final MessageSize[] ALL = values();

	private final int maxBytes;

	private final String tag;

	MessageSize(int maxBytes, String tag) {
		this.maxBytes = maxBytes;
		this.tag = tag;
	}

	static MessageSize of(int bytes) {
		int i = 0;
		while (bytes > ALL[i].maxBytes) {
			i++;
		}
		return ALL[i];
	}

	/**
	 * Return the name in metrics, such as {@code 1KB} for at most that.
	 */
	public String tag() {
		return this.tag;
	}

}
