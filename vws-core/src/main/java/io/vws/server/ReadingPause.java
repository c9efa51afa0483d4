package io.vws.server;

/**
 * Stops reading from a peer that has too many requests whose answers have not left, and
 * reads on once enough have. Not thread-safe: {@link QueuedLink} guards it.
 */
final class ReadingPause {

	/** Requests without an answer on the wire above which a peer is read no further. */
	static final int MAX_UNANSWERED = 64;

	private static final int TICKS_TO_WAKE_UP = 2;

	private final Transport transport;

	private boolean suspended;

	/**
	 * Looks at the clock since reading began again and no message has come: the container
	 * may sleep over messages that it has read. Negative if that cannot be.
	 */
	private int quietTicks = -1;

	ReadingPause(Transport transport) {
		this.transport = transport;
	}

	/**
	 * A message has come.
	 * @param unanswered requests whose answers have not left
	 * @return whether the peer may go on sending: there is room, or reading has stopped
	 */
	boolean limit(int unanswered) {
		this.quietTicks = -1;
		if (unanswered <= MAX_UNANSWERED || this.suspended) {
			return true;
		}
		this.suspended = this.transport.suspendReading();
		return this.suspended;
	}

	/**
	 * A batch has left. To be told after the last one too: nobody else asks while the
	 * peer waits to be read.
	 * @param unanswered requests whose answers have not left
	 */
	void readOn(int unanswered) {
		if (this.suspended && unanswered <= MAX_UNANSWERED / 2) {
			this.suspended = false;
			this.quietTicks = this.transport.resumeReading() ? 0 : -1;
		}
	}

	/**
	 * A tick of the watchdog.
	 * @return whether the peer is to be pinged, so that its pong wakes the container up.
	 * Only if nothing comes by itself: a peer that answers pings where it reads, and
	 * whose other thread is stuck in writing, would not read on
	 */
	boolean tick() {
		if (this.quietTicks < 0) {
			return false;
		}
		this.quietTicks++;
		boolean asleep = this.quietTicks == TICKS_TO_WAKE_UP;
		if (asleep) {
			this.quietTicks = -1;
		}
		return asleep;
	}

}
