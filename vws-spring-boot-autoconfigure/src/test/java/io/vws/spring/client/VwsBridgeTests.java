package io.vws.spring.client;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Payload;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.client.ClientObservation;
import io.vws.delivery.OverflowPolicy;
import io.vws.spring.event.EventFailure;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A bridge to a server that is another bus of this process.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class VwsBridgeTests {

	private static final JsonMapper mapper = JsonMapper.shared();

	@AutoClose("shutdownNow")
	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final InMemoryEventBus bus = new InMemoryEventBus(mapper);

	private final InMemoryEventBus server = new InMemoryEventBus(mapper);

	private final LocalVwsClient client = new LocalVwsClient(this.server, mapper,
			new LocalClientSettings(Duration.ofMinutes(1), 10_000, 10_000, OverflowPolicy.DISCONNECT), this.executor,
			Clock.systemUTC(), ClientObservation.none());

	private final List<EventFailure> lost = new CopyOnWriteArrayList<>();

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	@BeforeEach
	void connect() {
		this.client.connect().join();
	}

	private VwsBridge bridge(BridgeRoute inbound, BridgeRoute outbound, OverflowPolicy policy) {
		VwsBridge bridge = new VwsBridge(new BridgeEnds("shop", this.client, this.bus, this.lost::add), inbound,
				outbound, new BridgeQueue(4, policy, Duration.ofSeconds(30)), mapper, this.executor);
		bridge.start();
		return bridge;
	}

	private VwsBridge bridge(BridgeRoute inbound, BridgeRoute outbound) {
		return bridge(inbound, outbound, OverflowPolicy.DROP_OLDEST);
	}

	private static BridgeRoute route(String prefix, String... patterns) {
		return new BridgeRoute(Stream.of(patterns).map(TopicPattern::parse).toList(), TopicPrefix.of(prefix));
	}

	private void receive(Event event, Subscription subscription) {
		this.received.add(event.topic() + " " + event.payload().json());
	}

	private String next() throws InterruptedException {
		String next = this.received.poll(30, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	@Test
	void eventsPassBothWaysWithTheirPrefixes() throws Exception {
		bridge(route("shop/1", "orders/#"), route("kitchen", "done/+", "menu"));
		this.bus.subscribe("shop/#", this::receive);
		this.server.subscribe("kitchen/#", this::receive);
		this.server.publish("orders/7", 1);
		assertThat(next()).isEqualTo("shop/1/orders/7 1");
		this.bus.publish("done/7", "yes");
		assertThat(next()).isEqualTo("kitchen/done/7 \"yes\"");
		this.bus.publish("menu", List.of());
		assertThat(next()).isEqualTo("kitchen/menu []");
		assertThat(this.received).isEmpty();
		assertThat(this.lost).isEmpty();
	}

	@Test
	void payloadPassesToTheLastDigitAndWithItsTrace() throws Exception {
		bridge(route("in", "a"), route("", "b"));
		List<Event> events = new CopyOnWriteArrayList<>();
		this.bus.subscribe("in/a", (event, subscription) -> events.add(event));
		this.server.subscribe("b", (event, subscription) -> events.add(event));
		String json = "{\"n\":12345678901234567890.123456789, \"s\":\"\\u00e9\"}";
		Map<String, String> headers = Map.of("traceparent", "t", "vws-dropped", "1");
		this.server.publish(new Event(Topic.parse("a"), Payload.ofJson(json, mapper), headers, null));
		this.bus.publish(new Event(Topic.parse("b"), Payload.ofJson(json, mapper), headers, null));
		await().untilAsserted(() -> assertThat(events).hasSize(2));
		assertThat(events).allSatisfy((event) -> {
			assertThat(event.payload().json()).isEqualTo(json);
			assertThat(event.headers()).isEqualTo(Map.of("traceparent", "t"));
		});
	}

	/** Even if nobody checked the patterns. */
	@Test
	void whatCameFromTheServerDoesNotGoBack() throws Exception {
		bridge(route("", "a/1"), route("x", "a/#"));
		this.server.subscribe("x/#", this::receive);
		this.server.publish("a/1", "from the server");
		await().untilAsserted(() -> {
			this.bus.publish("a/2", "fence");
			assertThat(this.received).isNotEmpty();
		});
		assertThat(this.received).allMatch("x/a/2 \"fence\""::equals);
	}

	/** What one pattern or several match is sent once. */
	@Test
	void overlappingOutboundPatternsSendOnce() throws Exception {
		bridge(route(""), route("", "a/#", "a/+"));
		this.server.subscribe("#", this::receive);
		this.bus.publish("a/1", 1);
		this.bus.publish("a/2", 2);
		assertThat(List.of(next(), next())).containsExactly("a/1 1", "a/2 2");
	}

	@Test
	void orderIsKeptAndNothingIsLostThatThePublisherWaitsFor() {
		VwsBridge bridge = bridge(route("in", "s/#"), route("out", "b/#"), OverflowPolicy.DISCONNECT);
		this.bus.subscribe("in/#", this::receive);
		this.server.subscribe("out/#", this::receive);
		for (int i = 0; i < 2000; i++) {
			String topic = "b/" + i;
			while (isBusy(topic)) {
				Thread.onSpinWait();
			}
		}
		bridge.stop();
		assertThat(this.received)
			.containsExactlyElementsOf(IntStream.range(0, 2000).mapToObj((i) -> "out/b/" + i + " 1").toList());
		assertThat(this.lost).isEmpty();
	}

	private boolean isBusy(String topic) {
		try {
			this.bus.publish(topic, 1);
			return false;
		}
		catch (EventRefusedException ex) {
			return true;
		}
	}

	@Test
	void eventThatTheBusRefusesIsToldAsLost(CapturedOutput output) {
		this.bus.subscribe("#", new Subscriber() {

			@Override
			public void prepare(Event event) {
				throw EventRefusedException.busy("no room");
			}

			@Override
			public void deliver(Event event, Subscription subscription) {
			}

		});
		bridge(route("", "a"), route(""));
		this.server.publish("a", "PAYLOAD");
		await().untilAsserted(() -> assertThat(this.lost).containsExactly(EventFailure.BRIDGE_INBOUND));
		await().untilAsserted(() -> assertThat(output)
			.contains("Bridge 'shop' lost an event of 'a' on its way from the server: no room"));
	}

	@Test
	void eventThatTheServerRefusesIsToldAsLost(CapturedOutput output) {
		bridge(route(""), route("", "a"));
		this.bus.publish("a", null);
		await().untilAsserted(() -> assertThat(this.lost).containsExactly(EventFailure.BRIDGE_OUTBOUND));
		await().untilAsserted(() -> assertThat(output)
			.contains("Bridge 'shop' lost an event of 'a' on its way to the server: the server refused it "
					+ "(data-required)"));
	}

	@Test
	void topicThatThePrefixMakesTooLongIsToldAsLost() {
		String prefix = "x".repeat(Topic.MAX_LENGTH - 2);
		bridge(route(prefix, "in/#"), route(prefix, "+"));
		this.server.publish("in/1", 1);
		this.bus.publish("abc", 1);
		await().untilAsserted(() -> assertThat(this.lost).containsExactlyInAnyOrder(EventFailure.BRIDGE_INBOUND,
				EventFailure.BRIDGE_OUTBOUND));
	}

	@Test
	void publisherNeverWaitsAndWhatDoesNotFitIsTold() throws Exception {
		this.client.close();
		LocalVwsClient away = new LocalVwsClient(this.server, mapper,
				new LocalClientSettings(Duration.ofMinutes(1), 100, 100, OverflowPolicy.DISCONNECT), this.executor,
				Clock.systemUTC(), ClientObservation.none());
		VwsBridge bridge = new VwsBridge(new BridgeEnds("shop", away, this.bus, this.lost::add), route(""),
				route("", "a"), new BridgeQueue(4, OverflowPolicy.DROP_OLDEST, Duration.ofSeconds(30)), mapper,
				this.executor);
		bridge.start();
		this.server.subscribe("a", this::receive);
		for (int i = 0; i < 200; i++) {
			this.bus.publish("a", i);
		}
		// 64 wait for their answers, one for room among them, four for that
		await().untilAsserted(() -> assertThat(this.lost).hasSizeGreaterThanOrEqualTo(131));
		away.connect().join();
		await().untilAsserted(() -> assertThat(this.lost.size() + this.received.size()).isEqualTo(200));
		assertThat(this.lost).containsOnly(EventFailure.BRIDGE_OUTBOUND);
		assertThat(this.received).contains("a 199");
	}

	@Test
	void whenStoppedThenWhatWaitsIsSentAndNothingPassesAfterwards() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		VwsBridge bridge = bridge(route("in", "s"), route("", "a"));
		this.server.subscribe("a", (event, subscription) -> {
			awaitUninterruptibly(go);
			receive(event, subscription);
		});
		this.bus.publish("a", 1);
		this.bus.publish("a", 2);
		this.executor.execute(go::countDown);
		bridge.stop();
		assertThat(this.received).containsExactly("a 1", "a 2");
		assertThat(this.bus.subscriptionCount()).isZero();
		assertThat(this.server.subscriptionCount()).isEqualTo(1);
		this.bus.publish("a", 3);
		assertThat(this.lost).isEmpty();
	}

	@Test
	void whenStoppedWithoutAServerThenItDoesNotWait() {
		this.client.close();
		VwsBridge bridge = bridge(route(""), route("", "a"));
		this.bus.publish("a", 1);
		bridge.stop();
		await().untilAsserted(() -> assertThat(this.lost).containsExactly(EventFailure.BRIDGE_OUTBOUND));
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void prefixGoesBeforeTopicsAndPatterns() {
		assertThat(TopicPrefix.of("a/b").before(Topic.parse("c/")).text()).isEqualTo("a/b/c/");
		assertThat(TopicPrefix.of("a/b").before(TopicPattern.parse("+x/#")).text()).isEqualTo("a/b/+x/#");
		assertThat(TopicPrefix.of("").before(Topic.parse("c")).text()).isEqualTo("c");
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> TopicPrefix.of("a/#"));
	}

}
