package io.vws.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a thread reads from a connection at once, often several messages. The writes that
 * they cause begin when all of them have been handled, so that frames for the same peer
 * leave together and a writer is woken up once. Few writes are done by the reading thread
 * itself, which is cheaper than to wake another one up. Concerns writes that never wait.
 * <p>
 * No write is held back for longer than {@value #MAX_DELAY_MICROS} microseconds and the
 * handling of one further message. For use by one thread, in a {@code try} statement.
 */
public final class ReadBatch implements AutoCloseable {

	private static final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(ReadBatch.class));

	/** Writes that cost less than to wake up another thread for them. */
	private static final int FEW = 16;

	private static final long MAX_DELAY_MICROS = 500;

	private static final long MAX_DELAY_NANOS = TimeUnit.MICROSECONDS.toNanos(MAX_DELAY_MICROS);

	private static final ThreadLocal<@Nullable ReadBatch> current = new ThreadLocal<>();

	private final Queue<Held> held = new ArrayDeque<>(FEW);

	private long since;

	private ReadBatch() {
	}

	/** A task that is held back, and what runs it unless the reading thread does. */
	private record Held(Executor executor, Runnable task) {
	}

	/**
	 * Begin, on the thread that reads.
	 */
	public static ReadBatch begin() {
		ReadBatch batch = new ReadBatch();
		current.set(batch);
		return batch;
	}

	/**
	 * Run a short task that hands over what messages have caused: once they all have been
	 * handled, or at once if the current thread is not reading.
	 */
	public static void atEnd(Runnable task) {
		execute(Runnable::run, task);
	}

	/**
	 * Have a task run by the executor, or by the current thread at the end of what it
	 * reads.
	 */
	static void execute(Executor executor, Runnable task) {
		ReadBatch batch = current.get();
		if (batch == null) {
			executor.execute(task);
			return;
		}
		if (batch.held.isEmpty()) {
			batch.since = System.nanoTime();
		}
		batch.held.add(new Held(executor, task));
	}

	/**
	 * A message has been handled.
	 */
	public void messageHandled() {
		if (!this.held.isEmpty() && System.nanoTime() - this.since > MAX_DELAY_NANOS) {
			runHeld(false);
		}
	}

	/**
	 * All messages have been handled.
	 */
	@Override
	public void close() {
		current.remove();
		runHeld(this.held.size() <= FEW);
	}

	/** Whatever a task throws must not keep the others from being run. */
	private void runHeld(boolean here) {
		Held next = this.held.poll();
		while (next != null) {
			try {
				Executor executor = here ? Runnable::run : next.executor();
				executor.execute(next.task());
			}
			catch (RejectedExecutionException ex) {
				next.task().run(); // the server has stopped, which the task finds out
			}
			catch (RuntimeException | Error ex) {
				failures.failed(ex, "Writing to a connection failed");
			}
			next = this.held.poll();
		}
	}

}
