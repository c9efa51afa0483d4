package io.vws.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

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

	/** Writes that cost less than to wake up another thread for them. */
	private static final int FEW = 16;

	private static final long MAX_DELAY_MICROS = 500;

	private static final long MAX_DELAY_NANOS = TimeUnit.MICROSECONDS.toNanos(MAX_DELAY_MICROS);

	private static final ThreadLocal<@Nullable ReadBatch> current = new ThreadLocal<>();

	private final Queue<Held> held = new ArrayDeque<>(FEW);

	private long since;

	private ReadBatch() {
	}

	/** A task that is held back, and where it would run otherwise. */
	private record Held(Consumer<Runnable> executor, Runnable task) {
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
		if (!holdBack(Runnable::run, task)) {
			task.run();
		}
	}

	/**
	 * Hold a task back if the current thread is reading.
	 * @param executor runs it if it is not done by the reading thread
	 * @return whether it is held back
	 */
	static boolean holdBack(Consumer<Runnable> executor, Runnable task) {
		ReadBatch batch = current.get();
		if (batch == null) {
			return false;
		}
		if (batch.held.isEmpty()) {
			batch.since = System.nanoTime();
		}
		batch.held.add(new Held(executor, task));
		return true;
	}

	/**
	 * A message has been handled.
	 */
	public void messageHandled() {
		if (!this.held.isEmpty() && System.nanoTime() - this.since > MAX_DELAY_NANOS) {
			handOver();
		}
	}

	private void handOver() {
		Held next = this.held.poll();
		while (next != null) {
			next.executor().accept(next.task());
			next = this.held.poll();
		}
	}

	/**
	 * All messages have been handled.
	 */
	@Override
	public void close() {
		current.remove();
		if (this.held.size() > FEW) {
			handOver();
			return;
		}
		Held next = this.held.poll();
		while (next != null) {
			WriterLoop.run(next.task());
			next = this.held.poll();
		}
	}

}
