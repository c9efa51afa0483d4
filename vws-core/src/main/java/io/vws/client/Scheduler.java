package io.vws.client;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as a client sees it, and what happens later. Tests have one that they advance.
 */
interface Scheduler {

	/** Time for differences, in nanoseconds. */
	long nanoTime();

	/** The wall clock, for people. */
	Instant now();

	/** Run a task after a delay, on a thread that must not be kept. */
	Timer schedule(Duration delay, Runnable task);

	/**
	 * A task that is to run later.
	 */
	interface Timer {

		/** Forget the task, unless it runs already. */
		void cancel();

	}

}
