package io.vws.spring.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops {@link VwsListener}s. When they stop, they hear nothing more, and what
 * waits is handled first.
 */
public final class ListenerLifecycle implements SmartLifecycle {

	/**
	 * Lower than that of the web server, so started earlier and stopped later; higher
	 * than that of Spring's executors, which are still there.
	 */
	private static final int BUS = SmartLifecycle.DEFAULT_PHASE - 4096;

	/** Higher than that of the clients, by which the last results are published. */
	private static final int CLIENTS = SmartLifecycle.DEFAULT_PHASE - 832;

	private final int phase;

	private final Duration stopTimeout;

	private final List<ListenerContainer> listeners = new ArrayList<>();

	private volatile boolean running;

	private ListenerLifecycle(int phase, Duration stopTimeout) {
		this.phase = phase;
		this.stopTimeout = stopTimeout;
	}

	/**
	 * Create the lifecycle of listeners at the bus. They hear before the web server takes
	 * connections, and until it has stopped.
	 * @param stopTimeout longest time for handling what waits
	 */
	static ListenerLifecycle ofBus(Duration stopTimeout) {
		return new ListenerLifecycle(BUS, stopTimeout);
	}

	/**
	 * Create the lifecycle of listeners at other servers. They stop before the clients by
	 * which they are connected.
	 * @param stopTimeout longest time for handling what waits
	 */
	static ListenerLifecycle ofClients(Duration stopTimeout) {
		return new ListenerLifecycle(CLIENTS, stopTimeout);
	}

	/** Add a listener, and start it if the others run. */
	synchronized void add(ListenerContainer listener) {
		this.listeners.add(listener);
		if (this.running) {
			listener.start();
		}
	}

	@Override
	public synchronized void start() {
		if (!this.running) {
			this.running = true;
			this.listeners.forEach(ListenerContainer::start);
		}
	}

	@Override
	public void stop() {
		long deadline = System.nanoTime() + this.stopTimeout.toNanos();
		try {
			for (ListenerContainer listener : close()) {
				listener.awaitEnd(deadline);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Not held any longer: a listener that ends may create a bean that has another one.
	 */
	private synchronized List<ListenerContainer> close() {
		this.running = false;
		this.listeners.forEach(ListenerContainer::close);
		return List.copyOf(this.listeners);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

}
