package io.vws.server;

import java.time.Duration;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Makes token buckets over the server's clock. The bandwidths are shared by all of them.
 */
final class RateBuckets {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final RateLimits limits;

	private final CoarseClock clock;

	private final Time time;

	private final @Nullable Bandwidth messages;

	private final @Nullable Bandwidth bytes;

	private final @Nullable Bandwidth nacks;

	/**
	 * Create the maker of a server's buckets.
	 * @throws IllegalArgumentException if a limit is too high to be kept
	 */
	RateBuckets(RateLimits limits, CoarseClock clock) {
		this.limits = limits;
		this.clock = clock;
		this.time = new Time(clock);
		this.messages = bandwidth(limits.messagesPerSecond(), limits.burst());
		this.bytes = bandwidth(limits.bytesPerSecond(), limits.burst());
		this.nacks = bandwidth(limits.nacksPerSecond(), limits.burst());
	}

	private static @Nullable Bandwidth bandwidth(long perSecond, Duration burst) {
		return (perSecond > 0) ? Bandwidth.builder()
			.capacity(Math.multiplyExact(perSecond, burst.toMillis()) / 1000)
			.refillGreedy(perSecond, SECOND)
			.build() : null;
	}

	/** Whether messages are counted at all. */
	boolean limitMessages() {
		return this.messages != null || this.bytes != null;
	}

	/** Whether refused requests are counted at all. */
	boolean limitNacks() {
		return this.nacks != null;
	}

	RateLimits limits() {
		return this.limits;
	}

	CoarseClock clock() {
		return this.clock;
	}

	@Nullable Bucket messages() {
		return bucket(this.messages, this.time, SynchronizationStrategy.NONE);
	}

	@Nullable Bucket bytes() {
		return bucket(this.bytes, this.time, SynchronizationStrategy.NONE);
	}

	@Nullable Bucket nacks() {
		return bucket(this.nacks, this.time, SynchronizationStrategy.NONE);
	}

	/**
	 * Return a bucket for all threads.
	 * @param perSecond how many in a second, and at once; 0 for no limit
	 */
	static @Nullable Bucket shared(int perSecond, CoarseClock clock) {
		return bucket(bandwidth(perSecond, SECOND), new Time(clock), SynchronizationStrategy.LOCK_FREE);
	}

	private static @Nullable Bucket bucket(@Nullable Bandwidth bandwidth, Time time, SynchronizationStrategy strategy) {
		return (bandwidth != null) ? Bucket.builder()
			.addLimit(bandwidth)
			.withCustomTimePrecision(time)
			.withSynchronizationStrategy(strategy)
			.build() : null;
	}

	/** The server's clock as the library wants it. */
	private record Time(CoarseClock clock) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.clock.nanos();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
