package io.vws.server;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs its tasks when the test says so, on the test's thread.
 */
final class ManualExecutor extends AbstractExecutorService {

	private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private volatile boolean shutdown;

	@Override
	public void execute(Runnable task) {
		if (this.shutdown) {
			throw new RejectedExecutionException("Shut down");
		}
		this.tasks.add(task);
	}

	/** Run all tasks, also those that they add. */
	void runAll() {
		Runnable task = this.tasks.poll();
		while (task != null) {
			task.run();
			task = this.tasks.poll();
		}
	}

	/** Run one task, which must be there. */
	void runNext() {
		this.tasks.remove().run();
	}

	int waiting() {
		return this.tasks.size();
	}

	@Override
	public void shutdown() {
		this.shutdown = true;
	}

	@Override
	public List<Runnable> shutdownNow() {
		shutdown();
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return this.shutdown;
	}

	@Override
	public boolean isTerminated() {
		return this.shutdown && this.tasks.isEmpty();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return isTerminated();
	}

}
