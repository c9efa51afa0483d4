package io.vws.server;

import java.time.Duration;

/**
 * Time as the {@link Watchdog} sees it: cheap to read on the delivery path, exact to one
 * tick of it. It stands still while the process does, so that a frozen server does not
 * take all its clients for dead when it wakes.
 */
final class CoarseClock {

	private volatile long nanos;

	long nanos() {
		return this.nanos;
	}

	/** Called by one thread only. */
	void advance(long step) {
		this.nanos += step;
	}

	boolean isOver(long since, Duration timeout) {
		return this.nanos - since >= timeout.toNanos();
	}

}
