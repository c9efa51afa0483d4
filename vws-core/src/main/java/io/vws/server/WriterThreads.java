package io.vws.server;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that write to sockets, and may wait there. From JDK 24 on each task gets a
 * virtual thread; before, a thread that waits in a web container's monitor would pin its
 * carrier, so a pool grows to as many platform threads as tasks wait, at most
 * {@value #MAX_THREADS}. Thread-safe.
 */
final class WriterThreads implements AutoCloseable {

	/** Most platform threads that write. */
	static final int MAX_THREADS = 256;

	private static final int MAX_ABORTING_THREADS = 16;

	private static final int FIRST_JDK_WITHOUT_PINNING = 24;

	private static final Logger logger = LoggerFactory.getLogger(WriterThreads.class);

	private final Executor writers;

	private final ExecutorService aborters;

	WriterThreads(Executor writers, ExecutorService aborters) {
		this.writers = writers;
		this.aborters = aborters;
	}

	static WriterThreads create() {
		ExecutorService aborters = pool("vws-abort-", MAX_ABORTING_THREADS);
		if (Runtime.version().feature() >= FIRST_JDK_WITHOUT_PINNING) {
			return new WriterThreads(virtualThreads(), aborters);
		}
		return new WriterThreads(pool("vws-write-", MAX_THREADS), aborters);
	}

	/** The API is younger than the class file version we compile to. */
	private static ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("Virtual threads are not available, using platform threads", ex);
			return pool("vws-write-", MAX_THREADS);
		}
	}

	private static ThreadPoolExecutor pool(String prefix, int maxThreads) {
		int coreThreads = Math.min(maxThreads, Runtime.getRuntime().availableProcessors());
		return new ThreadPoolExecutor(coreThreads, maxThreads, 30, TimeUnit.SECONDS, new HandOver(),
				daemonThreads(prefix), (task, pool) -> {
					if (pool.isShutdown()) {
						throw new RejectedExecutionException("The writer threads have stopped");
					}
					pool.getQueue().add(task);
				});
	}

	private static ThreadFactory daemonThreads(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/** Run a task that writes to a socket. */
	void write(Runnable task) {
		this.writers.execute(task);
	}

	/** Run a task that ends a connection whose writer may be stuck. */
	void abort(Runnable task) {
		try {
			this.aborters.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	/** Whether tasks wait because all threads are busy and no further one may start. */
	boolean isExhausted() {
		return this.writers instanceof ThreadPoolExecutor pool && pool.getPoolSize() == pool.getMaximumPoolSize()
				&& !pool.getQueue().isEmpty();
	}

	@Override
	public void close() {
		if (this.writers instanceof ExecutorService service) {
			service.shutdown();
		}
		this.aborters.shutdown();
	}

	/**
	 * A queue that takes a task from {@code execute} only if a thread is waiting for one,
	 * so that the pool rather grows than lets the task wait.
	 */
	private static final class HandOver extends LinkedTransferQueue<Runnable> {

		private static final long serialVersionUID = 1L;

		@Override
		public boolean offer(Runnable task) {
			return tryTransfer(task);
		}

		@Override
		public boolean add(Runnable task) {
			return super.offer(task);
		}

	}

}
