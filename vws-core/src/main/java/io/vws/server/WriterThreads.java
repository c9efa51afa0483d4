package io.vws.server;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that write to sockets. Thread-safe.
 * <ul>
 * <li>Writes that may wait: from JDK 24 on each task gets a virtual thread; before, a
 * thread that waits in a web container's monitor would pin its carrier, so tasks run in a
 * {@link GrowingPool}.
 * <li>Writes that never wait: one thread for each processor, so that a task is handed
 * over without a thread of its own and finds its link's memory where it was.
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

	/** Each with one thread, which begins with the first task. */
	private final List<? extends ExecutorService> loops;

	private final AtomicInteger links = new AtomicInteger();

	WriterThreads(Executor writers, List<? extends ExecutorService> loops, ExecutorService aborters) {
		this.writers = writers;
		this.loops = loops;
		this.aborters = aborters;
	}

	static WriterThreads create() {
		ThreadFactory threads = daemonThreads("vws-write-");
		Executor writers = (Runtime.version().feature() >= FIRST_JDK_WITHOUT_PINNING) ? virtualThreads()
				: platformThreads();
		List<ExecutorService> loops = Stream.generate(() -> Executors.newSingleThreadExecutor(threads))
			.limit(Runtime.getRuntime().availableProcessors())
			.toList();
		return new WriterThreads(writers, loops, aborters());
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
		if (mayWait) {
			return this.writers;
		}
		ExecutorService loop = this.loops.get(Math.floorMod(this.links.getAndIncrement(), this.loops.size()));
		return (task) -> ReadBatch.execute(loop, task);
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
		this.loops.forEach(ExecutorService::shutdown);
		this.aborters.shutdown();
	}

}
