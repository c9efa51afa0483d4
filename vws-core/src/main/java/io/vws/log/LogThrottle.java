package io.vws.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes the warnings of one cause at most once a second and counts the others, so that
 * peers cannot fill the log. Thread-safe.
 */
public final class LogThrottle {

	private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private final Logger logger;

	private final AtomicLong last = new AtomicLong(System.nanoTime() - INTERVAL);

	private final AtomicLong suppressed = new AtomicLong();

	/**
	 * Create the throttle of one cause.
	 * @param logger where to write
	 */
	public LogThrottle(Logger logger) {
		this.logger = logger;
	}

	/**
	 * Write a warning unless one was written within the last second.
	 * @param message the message, with placeholders
	 * @param arguments values of the placeholders, and a throwable if there is one
	 */
	public void warn(String message, @Nullable Object... arguments) {
		long now = System.nanoTime();
		long previous = this.last.get();
		if (now - previous < INTERVAL || !this.last.compareAndSet(previous, now)) {
			this.suppressed.incrementAndGet();
			return;
		}
		long more = this.suppressed.getAndSet(0);
		this.logger.warn((more > 0) ? message + " (and " + more + " more like this before)" : message, arguments);
	}

}
