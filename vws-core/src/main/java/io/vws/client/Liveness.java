package io.vws.client;

import java.time.Duration;

import io.vws.client.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server from time to time whether it is there, and also a moment after a
 * message that no other one followed: the WebSocket of the JDK does not tell of a
 * connection that ends without a close frame while it passes a message on. Any sign of
 * life counts as an answer, since a pong may stand behind many events. Guarded by the
 * turn, except for {@link #heard}.
 */
final class Liveness {

	/** A timer that comes so late says that this process stood still, not the server. */
	private static final long LATE_NANOS = Duration.ofSeconds(1).toNanos();

	/**
	 * How long after a message the server is asked, and how long after a ping once more:
	 * a socket whose other end is gone takes two, and fails with the third.
	 */
	private static final long MOMENT_NANOS = Duration.ofSeconds(1).toNanos();

	private final ClientContext context;

	private final ConnectionSettings settings;

	private final ClientLink link;

	private final Runnable silent;

	private volatile long messageAt;

	private long pongAt;

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
		this.messageAt = context.scheduler().nanoTime();
		this.pongAt = this.messageAt;
		this.pingedAt = this.messageAt;
	}

	void start() {
		if (!this.settings.pingInterval().isZero()) {
			watch();
		}
	}

	void stop() {
		this.stopped = true;
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	/**
	 * A message came from the server. Called by the reading thread, for every message.
	 */
	void heard() {
		this.messageAt = this.context.scheduler().nanoTime();
	}

	/** How long the server has been silent. */
	Duration silence() {
		long now = this.context.scheduler().nanoTime();
		return Duration.ofNanos(Math.min(now - this.messageAt, now - this.pongAt));
	}

	/** The server has answered a ping. */
	void pong() {
		this.pongAt = this.context.scheduler().nanoTime();
		if (this.waiting && !this.stopped) {
			answered();
		}
	}

	/** Wait for the next reason to ask. */
	private void watch() {
		long now = this.context.scheduler().nanoTime();
		long left = this.pingedAt + this.settings.pingInterval().toNanos() - now;
		later(Math.max(0, Math.min(left, MOMENT_NANOS)), this::look);
	}

	private void look() {
		long now = this.context.scheduler().nanoTime();
		long message = this.messageAt;
		boolean due = now - this.pingedAt >= this.settings.pingInterval().toNanos();
		boolean quiet = message - this.pingedAt > 0 && now - message >= MOMENT_NANOS;
		if (due || quiet) {
			ask(now);
		}
		else {
			watch();
		}
	}

	private void ask(long now) {
		this.pingedAt = now;
		this.waiting = true;
		ping(this.settings.pongTimeout().toNanos());
	}

	/** Ping, and once more each moment that nothing comes. */
	private void ping(long nanosLeft) {
		this.context.turns().afterwards(this.link::ping);
		if (nanosLeft <= MOMENT_NANOS) {
			later(nanosLeft, () -> check(true));
		}
		else {
			later(MOMENT_NANOS, () -> {
				if (isAnswered()) {
					answered();
				}
				else {
					ping(nanosLeft - MOMENT_NANOS);
				}
			});
		}
	}

	private boolean isAnswered() {
		return this.messageAt - this.pingedAt > 0 || this.pongAt - this.pingedAt > 0;
	}

	private void check(boolean patient) {
		long now = this.context.scheduler().nanoTime();
		long timeout = this.settings.pongTimeout().toNanos();
		boolean late = now - this.pingedAt - timeout > LATE_NANOS;
		if (isAnswered()) {
			answered();
		}
		else if (patient && late) {
			later(timeout, () -> check(false));
		}
		else {
			this.silent.run();
		}
	}

	private void answered() {
		this.waiting = false;
		watch();
	}

	private void later(long nanos, Runnable task) {
		if (this.timer != null) {
			this.timer.cancel();
		}
		this.timer = this.context.scheduler().schedule(Duration.ofNanos(nanos), () -> this.context.turns().run(() -> {
			if (!this.stopped) {
				task.run();
			}
		}));
	}

}
