package io.vws.spring.observation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MetricsSnapshotPublisherTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.shared());

	private final List<Event> events = new CopyOnWriteArrayList<>();

	MetricsSnapshotPublisherTests() {
		this.bus.subscribe("$metrics", (event, subscription) -> this.events.add(event));
	}

	@Test
	void snapshotHasTheValuesOfAllMetersOfOurs() {
		this.registry.counter("vws.plain").increment(2);
		this.registry.counter("vws.tagged", "a", "1", "b", "2").increment(3);
		this.registry.timer("vws.timed", "a", "1").record(Duration.ofSeconds(4));
		this.registry.counter("other").increment();
		Gauge.builder("vws.unknown", () -> Double.NaN).register(this.registry);
		publisher(Duration.ofHours(1)).publish();
		JsonNode snapshot = JsonMapper.shared().readTree(this.events.get(0).payload().json());
		assertThat(snapshot.propertyNames()).containsExactly("vws.plain", "vws.tagged{a=1,b=2}", "vws.timed.count{a=1}",
				"vws.timed.max{a=1}", "vws.timed.total{a=1}");
		assertThat(snapshot.get("vws.plain").asDouble()).isEqualTo(2);
		assertThat(snapshot.get("vws.tagged{a=1,b=2}").asDouble()).isEqualTo(3);
		assertThat(snapshot.get("vws.timed.total{a=1}").asDouble()).isEqualTo(4);
	}

	/** Symptom: the last of them stood for all. */
	@Test
	void eachValueOfAMeterHasAnEntry() {
		LongTaskTimer.builder("vws.long").register(this.registry).start();
		DistributionSummary.builder("vws.sizes").register(this.registry).record(5);
		publisher(Duration.ofHours(1)).publish();
		JsonNode snapshot = JsonMapper.shared().readTree(this.events.get(0).payload().json());
		assertThat(snapshot.propertyNames()).containsExactly("vws.long.active", "vws.long.duration", "vws.long.max",
				"vws.sizes.count", "vws.sizes.max", "vws.sizes.total");
		assertThat(snapshot.get("vws.long.active").asDouble()).isOne();
	}

	@Test
	void publishesFromTimeToTimeUntilItIsStopped() {
		MetricsSnapshotPublisher publisher = publisher(Duration.ofMillis(1));
		publisher.start();
		assertThat(publisher.isRunning()).isTrue();
		await().until(() -> this.events.size() >= 3);
		publisher.stop();
		assertThat(publisher.isRunning()).isFalse();
	}

	@Test
	void whenOneFailsThenTheNextIsPublished() {
		List<String> failed = new CopyOnWriteArrayList<>();
		this.bus.subscribe("$metrics", new FailingOnce(failed));
		MetricsSnapshotPublisher publisher = publisher(Duration.ofMillis(1));
		publisher.start();
		await().until(() -> this.events.size() >= 2);
		publisher.stop();
		assertThat(failed).hasSize(1);
	}

	@Test
	void whenTheIntervalIsZeroThenPublishesNothing() {
		MetricsSnapshotPublisher publisher = publisher(Duration.ZERO);
		publisher.start();
		assertThat(publisher.isRunning()).isFalse();
		publisher.stop();
	}

	private MetricsSnapshotPublisher publisher(Duration interval) {
		return new MetricsSnapshotPublisher(this.bus, this.registry, interval);
	}

	/** Refuses the first event. */
	private record FailingOnce(List<String> failed) implements Subscriber {

		@Override
		public void prepare(Event event) {
			if (this.failed.isEmpty()) {
				this.failed.add("failed");
				throw EventRefusedException.busy("No room");
			}
		}

		@Override
		public void deliver(Event event, Subscription subscription) {
		}

	}

}
