package io.vws.server;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for tasks that are short unless they get stuck. As many threads as processors
 * do the work, since more would only take turns: a task that waits for its turn finds a
 * larger batch. Only when no thread has taken a task for {@value #STUCK_MILLIS} ms
 * although tasks wait, because all threads are stuck, another one is started, up to a
 * bound. What was started beyond the processors ends when it is no longer needed.
 * Thread-safe.
 */
final class GrowingPool extends ThreadPoolExecutor {

	private static final long STUCK_MILLIS = 2;

	private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(STUCK_MILLIS);

	private final int minThreads;

	private final int maxThreads;

	private volatile long lastTaken = System.nanoTime();

	/**
	 * Create a pool.
	 * @param minThreads threads for tasks that are not stuck
	 * @param maxThreads most threads
	 */
	GrowingPool(int minThreads, int maxThreads, ThreadFactory threadFactory) {
		super(minThreads, maxThreads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threadFactory);
		this.minThreads = minThreads;
		this.maxThreads = maxThreads;
	}

	@Override
	public void execute(Runnable task) {
		super.execute(task);
		if (isStuck()) {
			adapt();
		}
	}

	@Override
	protected void beforeExecute(Thread thread, Runnable task) {
		this.lastTaken = System.nanoTime();
	}

	private boolean isStuck() {
		return !getQueue().isEmpty() && System.nanoTime() - this.lastTaken > STUCK_NANOS;
	}

	/** Start threads if all are stuck, or let go of threads that are not needed. */
	synchronized void adapt() {
		int threads = getCorePoolSize();
		if (isStuck() && threads < this.maxThreads) {
			this.lastTaken = System.nanoTime();
			setCorePoolSize(Math.min(this.maxThreads, threads + Math.min(threads, getQueue().size())));
		}
		else if (getQueue().isEmpty() && threads > this.minThreads && getActiveCount() < threads) {
			setCorePoolSize(Math.max(this.minThreads, getActiveCount()));
		}
	}

	/** Whether tasks wait, all threads are stuck and no further one may start. */
	boolean isExhausted() {
		return getCorePoolSize() == this.maxThreads && isStuck();
	}

}
