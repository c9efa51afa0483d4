package io.vws.server;

import java.time.Duration;

/**
 * How fast the peer of one connection may send. A message above the rate is refused with
 * {@code rate-limited}; a peer that does not slow down for ten seconds is closed with
 * 4013, and one that has too many requests refused with 4500.
 *
 * @param messagesPerSecond most messages of any kind; 0 for no limit
 * @param bytesPerSecond most bytes of messages; 0 for no limit
 * @param nacksPerSecond most requests that are refused through the peer's own fault; 0
 * for no limit
 * @param burst time whose worth may come at once after a quiet time, at least a second
 */
public record RateLimits(int messagesPerSecond, long bytesPerSecond, int nacksPerSecond, Duration burst) {

	/**
	 * Return what limits nothing.
	 */
	public static RateLimits none() {
		return new RateLimits(0, 0, 0, Duration.ofSeconds(1));
	}

}
