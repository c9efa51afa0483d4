package io.vws.server;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How long the identity holds that a peer proved when it connected: up to an instant such
 * as the expiry of a token, and until somebody ends it, such as by a logout. When it is
 * over the peer gets no further event, and its connection is closed with 4005 within a
 * second. Thread-safe; asked for each event, so it does not lock.
 */
public final class Validity {

	private final long expiresAtMillis;

	private volatile boolean ended;

	private Validity(long expiresAtMillis) {
		this.expiresAtMillis = expiresAtMillis;
	}

	/**
	 * Return a validity that only {@link #end} ends.
	 */
	public static Validity unlimited() {
		return new Validity(Long.MAX_VALUE);
	}

	/**
	 * Return a validity that also ends by itself.
	 * @param expiresAt the first instant at which it is over, {@code null} for none
	 */
	public static Validity until(@Nullable Instant expiresAt) {
		return (expiresAt != null && expiresAt.isBefore(Instant.ofEpochMilli(Long.MAX_VALUE)))
				? new Validity(expiresAt.toEpochMilli()) : unlimited();
	}

	/**
	 * End it now.
	 */
	public void end() {
		this.ended = true;
	}

	/**
	 * Return when it ends by itself.
	 * @return the first instant at which it is over, {@code null} for none
	 */
	public @Nullable Instant expiresAt() {
		return (this.expiresAtMillis != Long.MAX_VALUE) ? Instant.ofEpochMilli(this.expiresAtMillis) : null;
	}

	boolean isOver(Clock clock) {
		return this.ended || (this.expiresAtMillis != Long.MAX_VALUE && clock.millis() >= this.expiresAtMillis);
	}

}
