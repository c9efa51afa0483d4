package io.vws.server;

/**
 * Decides when to ping a peer and when it is lost. Pings and pongs are noted by the
 * threads that write and read, the watchdog asks.
 */
final class Heartbeat {

	private final ServerSettings.Timeouts timeouts;

	private final CoarseClock clock;

	private volatile long lastPing;

	private volatile boolean waiting;

	Heartbeat(ServerSettings.Timeouts timeouts, CoarseClock clock) {
		this.timeouts = timeouts;
		this.clock = clock;
		this.lastPing = clock.nanos();
	}

	/** What is to be done. */
	enum State {

		/** Nothing. */
		FINE,

		/** A ping is due. */
		PING,

		/** No pong came in time. */
		LOST

	}

	/** Asked by the watchdog only. */
	State check() {
		if (this.timeouts.pingInterval().isZero()) {
			return State.FINE;
		}
		if (this.waiting && this.clock.isOver(this.lastPing, this.timeouts.pong())) {
			return State.LOST;
		}
		if (!this.waiting && this.clock.isOver(this.lastPing, this.timeouts.pingInterval())) {
			this.lastPing = this.clock.nanos();
			return State.PING;
		}
		return State.FINE;
	}

	/** A ping has left. */
	void pinged() {
		this.lastPing = this.clock.nanos();
		this.waiting = true;
	}

	void pong() {
		this.waiting = false;
	}

}
