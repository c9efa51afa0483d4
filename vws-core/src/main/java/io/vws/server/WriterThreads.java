package io.vws.server;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that write to sockets. Thread-safe.
 * <ul>
 * <li>Writes that may wait: from JDK 24 on each task gets a virtual thread; before, a
 * thread that waits in a web container's monitor would pin its carrier, so tasks run in a
 * {@link GrowingPool}.
 * <li>Writes that never wait: one {@link WriterLoop} for each processor, so that a task
 * is handed over without a thread of its own and finds its link's memory where it was.
 * </ul>
 */
final class WriterThreads implements AutoCloseable {

	/** Most platform threads that write. */
	static final int MAX_THREADS = 256;

	private static final int MAX_ABORTING_THREADS = 16;

	private static final int FIRST_JDK_WITHOUT_PINNING = 24;

	private static final Logger logger = LoggerFactory.getLogger(WriterThreads.class);

	private final Executor writers;

	private final ExecutorService aborters;

	private final boolean loopsWanted;

	private final @Nullable WriterLoop[] loops = new WriterLoop[Runtime.getRuntime().availableProcessors()];

	private int nextLoop;

	private boolean closed;

	/**
	 * Create the threads of a test, which run all writes.
	 */
	WriterThreads(Executor writers, ExecutorService aborters) {
		this(writers, aborters, false);
	}

	private WriterThreads(Executor writers, ExecutorService aborters, boolean loopsWanted) {
		this.writers = writers;
		this.aborters = aborters;
		this.loopsWanted = loopsWanted;
	}

	static WriterThreads create() {
		ExecutorService aborters = aborters();
		if (Runtime.version().feature() >= FIRST_JDK_WITHOUT_PINNING) {
			return new WriterThreads(virtualThreads(), aborters, true);
		}
		return new WriterThreads(platformThreads(), aborters, true);
	}

	/** The API is younger than the class file version we compile to. */
	private static ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("Virtual threads are not available, using platform threads", ex);
			return platformThreads();
		}
	}

	private static GrowingPool platformThreads() {
		return new GrowingPool(Runtime.getRuntime().availableProcessors(), MAX_THREADS, daemonThreads("vws-write-"));
	}

	private static ThreadPoolExecutor aborters() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(MAX_ABORTING_THREADS, MAX_ABORTING_THREADS, 30,
				TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemonThreads("vws-abort-"));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private static ThreadFactory daemonThreads(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Return what runs the tasks of one link.
	 * @param mayWait whether they may wait for the socket
	 */
	Executor writer(boolean mayWait) {
		return (mayWait || !this.loopsWanted) ? this.writers : nextLoop();
	}

	private synchronized WriterLoop nextLoop() {
		int number = this.nextLoop;
		this.nextLoop = (number + 1) % this.loops.length;
		WriterLoop loop = this.loops[number];
		if (loop == null) {
			loop = new WriterLoop("vws-write-" + (number + 1), this.closed);
			this.loops[number] = loop;
		}
		return loop;
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

	/** Called by the watchdog at every tick. */
	void check() {
		if (this.writers instanceof GrowingPool pool) {
			pool.adapt();
		}
	}

	/** Whether tasks wait because all threads are busy and no further one may start. */
	boolean isExhausted() {
		return this.writers instanceof GrowingPool pool && pool.isExhausted();
	}

	@Override
	public void close() {
		if (this.writers instanceof ExecutorService service) {
			service.shutdown();
		}
		synchronized (this) {
			this.closed = true;
			for (WriterLoop loop : this.loops) {
				if (loop != null) {
					loop.close();
				}
			}
		}
		this.aborters.shutdown();
	}

}
