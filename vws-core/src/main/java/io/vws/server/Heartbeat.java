package io.vws.server;

/**
 * Decides when to ping a peer and when it is lost. Pings and pongs are noted by the
 * threads that write and read, the watchdog asks.
 */
final class Heartbeat {

	private final ServerSettings.Timeouts timeouts;

	private final CoarseClock clock;

	/** When the last ping was asked for or has left. */
	private long lastPing;

	/** A ping was asked for, and neither has it left nor has its pong come. */
	private boolean due;

	/** A ping has left and its pong has not come. */
	private boolean waiting;

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
	synchronized State check() {
		if (this.timeouts.pingInterval().isZero()) {
			return State.FINE;
		}
		if (this.waiting && this.clock.isOver(this.lastPing, this.timeouts.pong())) {
			return State.LOST;
		}
		if (!this.waiting && this.clock.isOver(this.lastPing, this.timeouts.pingInterval())) {
			this.lastPing = this.clock.nanos();
			this.due = true;
			return State.PING;
		}
		return State.FINE;
	}

	/** A ping has left; its pong may have come before the writing thread gets here. */
	synchronized void pinged() {
		this.lastPing = this.clock.nanos();
		this.waiting = this.due;
		this.due = false;
	}

	synchronized void pong() {
		this.due = false;
		this.waiting = false;
	}

}
