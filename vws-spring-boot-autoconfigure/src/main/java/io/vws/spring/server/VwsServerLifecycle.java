package io.vws.spring.server;

import java.time.Duration;

import io.vws.server.VwsServer;

import org.springframework.context.SmartLifecycle;

/**
 * Stops the server before the web server begins its own graceful shutdown, which would
 * wait for connections that never end by themselves.
 */
public final class VwsServerLifecycle implements SmartLifecycle {

	/** Phase; higher than that of the web server's graceful shutdown. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

	private final VwsServer server;

	private final Duration timeout;

	private final Duration spread;

	private volatile boolean running;

	/**
	 * Create the lifecycle of a server.
	 * @param timeout longest time for the stop
	 * @param spread time over which many connections are closed
	 */
	public VwsServerLifecycle(VwsServer server, Duration timeout, Duration spread) {
		this.server = server;
		this.timeout = timeout;
		this.spread = spread;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.server.stop(this.timeout, this.spread);
		this.running = false;
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
		return PHASE;
	}

}
