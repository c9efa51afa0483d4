package io.vws.server;

import java.time.Duration;

import io.github.bucket4j.Bucket;
import org.jspecify.annotations.Nullable;

/**
 * What the peer of one connection may still send. Used by the reading thread only, but
 * for {@link #isRested()}.
 */
final class InboundRate {

	/** How long a peer may stay above its rate. */
	private static final Duration LONGEST_EXCESS = Duration.ofSeconds(10);

	/** A peer of which nothing was refused for so long has slowed down. */
	private static final Duration RELIEF = Duration.ofSeconds(2);

	private final RateBuckets buckets;

	private final @Nullable Bucket messages;

	private final @Nullable Bucket bytes;

	/** Made for peers that get refusals only. */
	private @Nullable Bucket nacks;

	/** Whether the peer has been above its rate. */
	private boolean exceeded;

	private long firstExcess;

	private long lastExcess;

	private volatile long lastUsed;

	InboundRate(RateBuckets buckets) {
		this.buckets = buckets;
		this.messages = buckets.messages();
		this.bytes = buckets.bytes();
		this.lastUsed = buckets.clock().nanos();
	}

	/** What is to be done with a message. */
	enum Verdict {

		/** Handle it. */
		FINE,

		/** Refuse it. */
		EXCESS,

		/** Refuse it and end the connection. */
		LASTING_EXCESS

	}

	/** A message has come. */
	Verdict message(int size) {
		CoarseClock clock = this.buckets.clock();
		this.lastUsed = clock.nanos();
		if (take(this.bytes, Math.max(1, size)) && take(this.messages, 1)) {
			return Verdict.FINE;
		}
		if (!this.exceeded || clock.isOver(this.lastExcess, RELIEF)) {
			this.exceeded = true;
			this.firstExcess = clock.nanos();
		}
		this.lastExcess = clock.nanos();
		return clock.isOver(this.firstExcess, LONGEST_EXCESS) ? Verdict.LASTING_EXCESS : Verdict.EXCESS;
	}

	private static boolean take(@Nullable Bucket bucket, int tokens) {
		return bucket == null || bucket.tryConsume(tokens);
	}

	/**
	 * A request was refused through the peer's own fault.
	 * @return whether that may be
	 */
	boolean nack() {
		this.lastUsed = this.buckets.clock().nanos();
		this.nacks = (this.nacks != null) ? this.nacks : this.buckets.nacks();
		return take(this.nacks, 1);
	}

	/**
	 * Whether nothing has come for so long that this is as good as new.
	 */
	boolean isRested() {
		return this.buckets.clock().isOver(this.lastUsed, this.buckets.limits().burst());
	}

}
