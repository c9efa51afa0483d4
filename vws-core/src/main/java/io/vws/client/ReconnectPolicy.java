package io.vws.client;

import java.time.Duration;

/**
 * When a client tries to connect again. The delay before attempt <i>n</i> is at most
 * {@code min(maxDelay, initialDelay * multiplier ^ n)}; how much of it is random is said
 * by the jitter.
 *
 * @param enabled whether to try again at all
 * @param initialDelay bound of the first delay
 * @param maxDelay bound of every delay
 * @param multiplier growth of the bound with each attempt, at least 1
 * @param jitter which part of the delay is random, from 0 to 1; 1 is full jitter
 * @param maxAttempts attempts in a row before the client gives up; 0 for no limit
 * @param stableAfter how long a connection must last for the bound to start again
 * @param spread bound of the first delay after an end that hits all clients of a server
 * at once: codes 1001, 1012 and 1013, and an end without a close frame
 */
public record ReconnectPolicy(boolean enabled, Duration initialDelay, Duration maxDelay, double multiplier,
		double jitter, int maxAttempts, Duration stableAfter, Duration spread) {

	/**
	 * Check that the values make sense.
	 * @throws IllegalArgumentException if one does not
	 */
	public ReconnectPolicy {
		check(!initialDelay.isNegative() && !maxDelay.isNegative(), "A delay must not be negative");
		check(multiplier >= 1 && multiplier <= 1000, "The multiplier must be from 1 to 1000");
		check(jitter >= 0 && jitter <= 1, "The jitter must be from 0 to 1");
		check(maxAttempts >= 0, "The number of attempts must not be negative");
		check(!stableAfter.isNegative() && !spread.isNegative(), "A time must not be negative");
	}

	private static void check(boolean sensible, String message) {
		if (!sensible) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * Return the policy of a client that is told nothing else.
	 */
	public static ReconnectPolicy defaults() {
		return new ReconnectPolicy(true, Duration.ofMillis(500), Duration.ofSeconds(30), 2, 1, 0,
				Duration.ofSeconds(30), Duration.ofSeconds(5));
	}

	/** Whether another attempt may follow so many in a row. */
	boolean allows(int attempts) {
		return this.enabled && (this.maxAttempts == 0 || attempts < this.maxAttempts);
	}

	/**
	 * How long to wait.
	 * @param delays delays in a row before this one
	 * @param shared whether all clients of the server wait now
	 * @param random from 0 to below 1
	 */
	Duration delay(int delays, boolean shared, double random) {
		double bound = Math.min(nanos(this.maxDelay), nanos(this.initialDelay) * Math.pow(this.multiplier, delays));
		double nanos = shared ? Math.max(bound, nanos(this.spread)) * random
				: bound * (1 - this.jitter) + bound * this.jitter * random;
		return Duration.ofNanos((long) nanos);
	}

	/** Whether a connection that lasted so long lets the delays start again. */
	boolean isStable(long nanos) {
		return nanos >= nanos(this.stableAfter);
	}

	private static double nanos(Duration duration) {
		return duration.toSeconds() * 1e9 + duration.getNano();
	}

}
