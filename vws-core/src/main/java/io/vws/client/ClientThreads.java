package io.vws.client;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.log.LogThrottle;
import org.slf4j.LoggerFactory;

/**
 * The threads that all clients of the process share. They are daemons and end when no
 * client has needed them for {@value #KEEP_ALIVE_SECONDS} s, so nobody has to stop them.
 */
final class ClientThreads {

	private static final int KEEP_ALIVE_SECONDS = 10;

	private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

	private static final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(ClientThreads.class));

	private static final Executor io = growingPool("vws-client-io-");

	private static final Executor handlers = (Runtime.version().feature() >= FIRST_JDK_WITH_VIRTUAL_THREADS)
			? virtualThreads() : growingPool("vws-client-");

	private static final Scheduler scheduler = new SystemScheduler();

	private ClientThreads() {
	}

	/**
	 * For what the client itself does: sockets. No code of users runs here, so nothing
	 * waits.
	 */
	static Executor io() {
		return io;
	}

	/** For code of users, which may wait. */
	static Executor handlers() {
		return handlers;
	}

	static Scheduler scheduler() {
		return scheduler;
	}

	private static Executor growingPool(String prefix) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), daemonThreads(prefix));
	}

	/** The API is younger than the class file version we compile to. */
	private static Executor virtualThreads() {
		try {
			return (Executor) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("This JDK has no virtual threads", ex);
		}
	}

	private static ThreadFactory daemonThreads(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/** One thread, while there is something to wait for. */
	private static final class SystemScheduler implements Scheduler {

		private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
				daemonThreads("vws-client-timer-"));

		SystemScheduler() {
			this.executor.setRemoveOnCancelPolicy(true);
			this.executor.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
			this.executor.allowCoreThreadTimeOut(true);
		}

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public Instant now() {
			return Instant.now();
		}

		@Override
		public Timer schedule(Duration delay, Runnable task) {
			Future<?> future = this.executor.schedule(() -> run(task), toNanos(delay), TimeUnit.NANOSECONDS);
			return () -> future.cancel(false);
		}

		private static long toNanos(Duration delay) {
			return Math.min(delay.toSeconds(), TimeUnit.DAYS.toSeconds(365)) * 1_000_000_000 + delay.toNanosPart();
		}

		private static void run(Runnable task) {
			try {
				task.run();
			}
			catch (RuntimeException ex) {
				failures.failed(ex, "A timer of a client failed");
			}
		}

	}

}
