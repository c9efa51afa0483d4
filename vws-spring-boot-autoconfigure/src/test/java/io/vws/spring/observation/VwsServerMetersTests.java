package io.vws.spring.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Peer;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.server.CloseReason;
import io.vws.server.ServerStatistics;
import io.vws.server.ServerStatistics.Totals;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnection;
import io.vws.server.VwsServer;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class VwsServerMetersTests {

	private static final String EVENT = "{\"t\":\"a\",\"d\":1}";

	private final InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.shared());

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final VwsServer server = VwsServer.builder(this.bus, VwsAuthorizer.allowAll(), JsonMapper.shared())
		.listener(new VwsMeters(this.registry))
		.build();

	private final VwsServerMeters meters = new VwsServerMeters(this.server, this.bus);

	@BeforeEach
	void bind() {
		this.meters.bindTo(this.registry);
	}

	@AfterEach
	void stop() {
		this.server.stop(Duration.ZERO, Duration.ZERO);
	}

	@Test
	void showsWhatComesInAndGoesOut() {
		VwsConnection connection = connect("c1");
		connection.receiveText("{\"k\":\"s\",\"t\":\"a\"}", true);
		connection.receiveText(EVENT, true);
		connection.receiveText("{\"t\":\"a\",\"d\":\"" + "x".repeat(1000) + "\"}", true);
		assertThat(count("vws.messages.received", "kind", "event", "size", "128B")).isOne();
		assertThat(count("vws.messages.received", "kind", "event", "size", "1KB")).isOne();
		assertThat(count("vws.messages.received", "kind", "subscribe", "size", "128B")).isOne();
		assertThat(count("vws.messages.received.size", "kind", "subscribe")).isEqualTo(17);
		assertThat(this.registry.get("vws.requests").tag("kind", "event").functionTimer().count()).isEqualTo(2);
		assertThat(
				this.registry.get("vws.requests").tag("kind", "event").functionTimer().totalTime(TimeUnit.NANOSECONDS))
			.isPositive();
		assertThat(count("vws.events.encoded", "size", "128B")).isOne();
		assertThat(count("vws.bus.published")).isEqualTo(2);
		await().untilAsserted(() -> assertThat(count("vws.messages.sent", "kind", "event")).isEqualTo(2));
		assertThat(count("vws.messages.sent", "kind", "answer")).isOne();
		assertThat(count("vws.messages.sent.size", "kind", "answer")).isEqualTo("{\"k\":\"a\"}".length());
		assertThat(count("vws.messages.sent.size", "kind", "event")).isGreaterThan(1000);
		await().untilAsserted(() -> assertThat(gauge("vws.subscriptions.active")).isOne());
		assertThat(gauge("vws.queue.messages")).isZero();
		assertThat(gauge("vws.queue.size")).isZero();
		assertThat(gauge("vws.queue.lag")).isZero();
		connection.transportClosed(CloseReason.NORMAL);
		await().untilAsserted(() -> assertThat(gauge("vws.subscriptions.active")).isZero());
		assertThat(count("vws.messages.sent", "kind", "event")).isEqualTo(2);
	}

	/** With {@link VwsMeters}, and all values of their tags. */
	@Test
	void allMetersAreThere() {
		Set<String> series = this.registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName() + meter.getId().getTags())
			.collect(Collectors.toCollection(TreeSet::new));
		int expected = Arrays.stream(VwsMeter.values())
			.mapToInt((
					meter) -> meter.tags().stream().mapToInt((tags) -> tags.values().size()).reduce(1, (a, b) -> a * b))
			.sum();
		assertThat(series).hasSize(expected);
		for (VwsMeter meter : VwsMeter.values()) {
			assertThat(this.registry.get(meter.id()).meters()).allSatisfy((registered) -> {
				Meter.Id id = registered.getId();
				assertThat(id.getType()).isEqualTo(meter.type());
				assertThat(id.getDescription()).isEqualTo(meter.description());
				assertThat(id.getTags()).extracting((tag) -> tag.getKey())
					.containsExactlyInAnyOrderElementsOf(meter.tags().stream().map(VwsMeter.Tags::key).toList());
			});
		}
	}

	@Test
	void aBusThatDoesNotCountHasNoMeter() {
		SimpleMeterRegistry other = new SimpleMeterRegistry();
		new VwsServerMeters(this.server, new UncountedBus(this.bus)).bindTo(other);
		assertThat(other.find("vws.bus.published").meter()).isNull();
		assertThat(other.find("vws.pings").meter()).isNotNull();
	}

	/** One scrape asks for many meters. */
	@Test
	void sumsAreMadeOncePerMoment() {
		AtomicLong time = new AtomicLong(17);
		AtomicLong sums = new AtomicLong();
		ServerStatistics statistics = this.server.statistics();
		RecentTotals totals = new RecentTotals(() -> {
			sums.incrementAndGet();
			return statistics.totals();
		}, time::get);
		Totals first = totals.get();
		time.addAndGet(TimeUnit.MILLISECONDS.toNanos(99));
		assertThat(totals.get()).isSameAs(first);
		time.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
		assertThat(totals.get()).isNotSameAs(first);
		assertThat(sums).hasValue(2);
	}

	private VwsConnection connect(String id) {
		return this.server.open(new Peer(id, null, null), new DiscardingTransport());
	}

	private double count(String name, String... tags) {
		FunctionCounter counter = this.registry.get(name).tags(tags).functionCounter();
		return counter.count();
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	/** As one of an application's own may be. */
	private record UncountedBus(EventBus bus) implements EventBus {

		@Override
		public void publish(Event event) {
			this.bus.publish(event);
		}

		@Override
		public void publish(String topic, @Nullable Object payload) {
			this.bus.publish(topic, payload);
		}

		@Override
		public Subscription subscribe(TopicPattern pattern, Subscriber subscriber) {
			return this.bus.subscribe(pattern, subscriber);
		}

	}

}
