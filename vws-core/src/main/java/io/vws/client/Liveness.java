package io.vws.client;

import java.time.Duration;

import io.vws.client.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server from time to time whether it is there. Any sign of life counts as an
 * answer, since a pong may stand behind many events. Guarded by the turn, except for
 * {@link #heard}.
 */
final class Liveness {

	/** A timer that comes so late says that this process stood still, not the server. */
	private static final long LATE_NANOS = Duration.ofSeconds(1).toNanos();

	private final ClientContext context;

	private final ConnectionSettings settings;

	private final ClientLink link;

	private final Runnable silent;

	private volatile long heardAt;

	private long pingedAt;

	/** Whether a ping is not answered yet. */
	private boolean waiting;

	private boolean stopped;

	private @Nullable Timer timer;

	/**
	 * Create the liveness of a link that was opened just now.
	 * @param silent told, within a turn, that the server does not answer
	 */
	Liveness(ClientContext context, ConnectionSettings settings, ClientLink link, Runnable silent) {
		this.context = context;
		this.settings = settings;
		this.link = link;
		this.silent = silent;
		this.heardAt = context.scheduler().nanoTime();
	}

	void start() {
		if (!this.settings.pingInterval().isZero()) {
			later(this.settings.pingInterval(), this::ping);
		}
	}

	void stop() {
		this.stopped = true;
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	/**
	 * Something came from the server. Called by the reading thread, for every message.
	 */
	void heard() {
		this.heardAt = this.context.scheduler().nanoTime();
	}

	/** How long the server has been silent. */
	Duration silence() {
		return Duration.ofNanos(this.context.scheduler().nanoTime() - this.heardAt);
	}

	/** The server has answered a ping. */
	void pong() {
		heard();
		if (this.waiting && !this.stopped) {
			answered();
		}
	}

	private void ping() {
		this.pingedAt = this.context.scheduler().nanoTime();
		this.waiting = true;
		this.context.turns().afterwards(this.link::ping);
		later(this.settings.pongTimeout(), () -> check(true));
	}

	private void check(boolean patient) {
		long now = this.context.scheduler().nanoTime();
		boolean late = now - this.pingedAt - this.settings.pongTimeout().toNanos() > LATE_NANOS;
		if (this.heardAt - this.pingedAt > 0) {
			answered();
		}
		else if (patient && late) {
			later(this.settings.pongTimeout(), () -> check(false));
		}
		else {
			this.silent.run();
		}
	}

	private void answered() {
		this.waiting = false;
		Duration since = Duration.ofNanos(this.context.scheduler().nanoTime() - this.pingedAt);
		Duration left = this.settings.pingInterval().minus(since);
		later(left.isNegative() ? Duration.ZERO : left, this::ping);
	}

	private void later(Duration delay, Runnable task) {
		if (this.timer != null) {
			this.timer.cancel();
		}
		this.timer = this.context.scheduler().schedule(delay, () -> this.context.turns().run(() -> {
			if (!this.stopped) {
				task.run();
			}
		}));
	}

}
