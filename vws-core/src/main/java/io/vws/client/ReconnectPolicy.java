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
	 * Return the policy of a client that is told nothing else.
	 */
	public static ReconnectPolicy defaults() {
		return new ReconnectPolicy(true, Duration.ofMillis(500), Duration.ofSeconds(30), 2, 1, 0,
				Duration.ofSeconds(30), Duration.ofSeconds(5));
	}

}
