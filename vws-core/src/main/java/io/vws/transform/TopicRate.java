package io.vws.transform;

import java.time.Duration;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import io.vws.bus.Event;

/**
 * Drops the events of a topic that come faster than they may. The lock of this object
 * guards the buckets and is held for one of them at a time.
 */
final class TopicRate implements EventTransform {

	private final Bandwidth bandwidth;

	private final TimeMeter clock;

	private final RecentTopics<Bucket> buckets;

	TopicRate(int events, Duration period, int maxTopics, TimeMeter clock) {
		this.bandwidth = Bandwidth.builder().capacity(events).refillGreedy(events, period).build();
		this.clock = clock;
		this.buckets = new RecentTopics<>(maxTopics, Long.MAX_VALUE, (bucket) -> 0);
	}

	@Override
	public Outcome apply(Event event) {
		return mayPass(event.topic().text()) ? Outcome.unchanged() : Outcome.drop();
	}

	private synchronized boolean mayPass(String topic) {
		Bucket bucket = this.buckets.get(topic);
		if (bucket == null) {
			bucket = Bucket.builder()
				.addLimit(this.bandwidth)
				.withCustomTimePrecision(this.clock)
				.withSynchronizationStrategy(SynchronizationStrategy.NONE)
				.build();
			this.buckets.put(topic, bucket);
		}
		return bucket.tryConsume(1);
	}

}
