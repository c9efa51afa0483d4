package io.vws.log;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes the warnings of one cause at most once a second and counts the others, so that
 * peers cannot fill the log. Thread-safe.
 */
public final class LogThrottle {

	private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private final Logger logger;

	private final LongSupplier nanoTime;

	private final AtomicLong last;

	private final AtomicLong suppressed = new AtomicLong();

	/**
	 * Create the throttle of one cause.
	 * @param logger where to write
	 */
	public LogThrottle(Logger logger) {
		this(logger, System::nanoTime);
	}

	LogThrottle(Logger logger, LongSupplier nanoTime) {
		this.logger = logger;
		this.nanoTime = nanoTime;
		this.last = new AtomicLong(nanoTime.getAsLong() - INTERVAL);
	}

	/**
	 * Write a warning unless one was written within the last second.
	 * @param message the message, with placeholders
	 * @param arguments values of the placeholders
	 */
	public void warn(String message, @Nullable Object... arguments) {
		long now = this.nanoTime.getAsLong();
		long previous = this.last.get();
		if (now - previous < INTERVAL || !this.last.compareAndSet(previous, now)) {
			this.suppressed.incrementAndGet();
			return;
		}
		long more = this.suppressed.getAndSet(0);
		this.logger.warn((more > 0) ? message + " (and " + more + " more like this before)" : message, arguments);
	}

	/**
	 * Write a warning that names the type of a failure and where it was thrown, unless
	 * one was written within the last second. Its message and its stack trace are written
	 * at DEBUG only: they may quote what a stranger sent.
	 * @param failure what was thrown
	 * @param message what that means, with placeholders
	 * @param arguments values of the placeholders
	 */
	public void failed(Throwable failure, String message, @Nullable Object... arguments) {
		@Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = LogText.origin(failure);
		warn(message + ": {}", all);
		all[arguments.length] = failure;
		this.logger.debug(message, all);
	}

}
