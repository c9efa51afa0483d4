package io.vws.spring.client;

import java.util.List;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the bridges of an application.
 */
public final class VwsBridges implements SmartLifecycle {

	/** Phase; higher than that of the clients, which the bridges need to the end. */
	public static final int PHASE = VwsClientLifecycle.PHASE + 64;

	private final List<VwsBridge> bridges;

	private volatile boolean running;

	/**
	 * Create the lifecycle of bridges.
	 */
	public VwsBridges(List<VwsBridge> bridges) {
		this.bridges = List.copyOf(bridges);
	}

	@Override
	public void start() {
		this.bridges.forEach(VwsBridge::start);
		this.running = true;
	}

	@Override
	public void stop() {
		this.bridges.forEach(VwsBridge::stop);
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
