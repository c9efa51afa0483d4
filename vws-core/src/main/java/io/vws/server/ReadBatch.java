package io.vws.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

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

	private final Queue<Write> writes = new ArrayDeque<>(FEW);

	private long since;

	private ReadBatch() {
	}

	/** A task and where it would run. */
	private record Write(WriterLoop loop, Runnable task) {
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
	 * Hold a task back if the current thread is reading.
	 * @return whether it is held back
	 */
	static boolean holdBack(WriterLoop loop, Runnable task) {
		ReadBatch batch = current.get();
		if (batch == null) {
			return false;
		}
		if (batch.writes.isEmpty()) {
			batch.since = System.nanoTime();
		}
		batch.writes.add(new Write(loop, task));
		return true;
	}

	/**
	 * A message has been handled.
	 */
	public void messageHandled() {
		if (!this.writes.isEmpty() && System.nanoTime() - this.since > MAX_DELAY_NANOS) {
			handOver();
		}
	}

	private void handOver() {
		Write write = this.writes.poll();
		while (write != null) {
			write.loop().add(write.task());
			write = this.writes.poll();
		}
	}

	/**
	 * All messages have been handled.
	 */
	@Override
	public void close() {
		current.remove();
		if (this.writes.size() > FEW) {
			handOver();
			return;
		}
		Write write = this.writes.poll();
		while (write != null) {
			WriterLoop.run(write.task());
			write = this.writes.poll();
		}
	}

}
