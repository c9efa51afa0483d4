package io.vws.spring.client;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Threads of the handlers and listeners of all clients: one for each that runs, since
 * each may wait. Not an executor itself, because Boot gives up its own for any such bean.
 */
public final class ClientThreads implements AutoCloseable {

	private static final String PREFIX = "vws-client-";

	private final Executor executor;

	private final Runnable end;

	private ClientThreads(Executor executor, Runnable end) {
		this.executor = executor;
		this.end = end;
	}

	/** Return virtual threads; needs JDK 21. */
	public static ClientThreads virtual() {
		return new ClientThreads(new VirtualThreadTaskExecutor(PREFIX), () -> {
		});
	}

	/** Return a pool that grows and shrinks. */
	public static ClientThreads platform() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(PREFIX);
		threads.setDaemon(true);
		ExecutorService pool = Executors.newCachedThreadPool(threads);
		return new ClientThreads(pool, pool::shutdown);
	}

	/** Runs tasks, never on the thread that calls it. */
	public Executor executor() {
		return this.executor;
	}

	/** Take no further tasks; those that run go on. */
	@Override
	public void close() {
		this.end.run();
	}

}
