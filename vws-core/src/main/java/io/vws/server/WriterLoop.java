package io.vws.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that runs short tasks in the order in which they come, for tasks that never
 * wait. Waking a thread costs more than a write to a socket, so that is done only when
 * the thread sleeps: to add a task while it runs costs one entry in a queue. Daemon
 * thread.
 */
final class WriterLoop implements Executor, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WriterLoop.class);

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Consumer<Runnable> adder = this::add;

	private final Thread thread;

	private volatile boolean asleep;

	private volatile boolean closed;

	/**
	 * Create a loop.
	 * @param closed whether it takes no task at all
	 */
	WriterLoop(String name, boolean closed) {
		this.closed = closed;
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	@Override
	public void execute(Runnable task) {
		if (this.closed) {
			throw new RejectedExecutionException("Closed");
		}
		if (!ReadBatch.holdBack(this.adder, task)) {
			add(task);
		}
	}

	/** Have the thread run a task. */
	private void add(Runnable task) {
		this.tasks.add(task);
		if (this.asleep) {
			this.asleep = false; // who comes next need not wake it up again
			LockSupport.unpark(this.thread);
		}
	}

	private void run() {
		while (true) {
			Runnable task = this.tasks.poll();
			if (task != null) {
				run(task);
			}
			else if (this.closed) {
				return;
			}
			else {
				sleep();
			}
		}
	}

	/** Whatever a task throws must not end the thread, which all others share. */
	static void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error("Writing to a connection failed", ex);
		}
	}

	private void sleep() {
		this.asleep = true;
		// A task that came before this was visible did not wake us up.
		if (this.tasks.isEmpty() && !this.closed) {
			LockSupport.park(this);
		}
		this.asleep = false;
	}

	/** Run what waits and end. */
	@Override
	public void close() {
		this.closed = true;
		this.asleep = false;
		LockSupport.unpark(this.thread);
	}

}
