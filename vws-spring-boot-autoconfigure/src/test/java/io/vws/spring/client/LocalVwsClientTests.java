package io.vws.spring.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.vws.bus.InMemoryEventBus;
import io.vws.client.ClientClosedException;
import io.vws.client.ClientObservation;
import io.vws.client.ClientState;
import io.vws.client.ClientStatus;
import io.vws.client.ClientSubscription;
import io.vws.client.ConnectionEnd;
import io.vws.client.QueueFullException;
import io.vws.client.ReceivedEvent;
import io.vws.client.RequestRefusedException;
import io.vws.client.RequestTimeoutException;
import io.vws.client.SubscriptionCancelledException;
import io.vws.client.VwsClientListener;
import io.vws.delivery.OverflowPolicy;
import io.vws.topic.InvalidTopicException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class LocalVwsClientTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	@AutoClose("shutdownNow")
	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.shared());

	private final RecordingClientListener told = new RecordingClientListener();

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final LocalVwsClient client = client(LocalClientSettings.defaults());

	private LocalVwsClient client(LocalClientSettings settings) {
		LocalVwsClient client = new LocalVwsClient(this.bus, JsonMapper.shared(), settings, this.executor,
				InstantSource.fixed(NOW), ClientObservation.none());
		client.addListener(this.told);
		return client;
	}

	private LocalVwsClient client(OverflowPolicy policy) {
		return client(new LocalClientSettings(Duration.ofSeconds(10), 100, 2, policy));
	}

	private void receive(ReceivedEvent event) {
		this.received.add(event.topic() + " " + event.json());
	}

	private String next() throws InterruptedException {
		String next = this.received.poll(30, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	@Test
	void publishReachesTheHandlersOfMatchingPatterns() throws Exception {
		this.client.connect().join();
		this.client.subscribe("orders/+id/status", (event) -> this.received.add(event.variable("id")));
		this.client.subscribe("other", (event) -> this.received.add("other"));
		assertThat(this.client.publish("orders/7/status", "baking")).isCompleted();
		assertThat(next()).isEqualTo("7");
		assertThat(this.received).isEmpty();
	}

	@Test
	void eventsGoBothWaysBetweenTheClientAndOthersOnTheBus() throws Exception {
		this.client.connect().join();
		this.client.subscribe("in", this::receive);
		this.bus.publish("in", Map.of("n", 1));
		assertThat(next()).isEqualTo("in {\"n\":1}");
		this.bus.subscribe("out", (event, subscription) -> this.received.add(event.payload().json()));
		this.client.publish("out", List.of(2)).join();
		assertThat(next()).isEqualTo("[2]");
	}

	/** As if the payload had travelled: nobody sees what others do with theirs. */
	@Test
	void payloadIsAnotherObjectForEachHandlerAndForThePublisher() {
		this.client.connect().join();
		CompletableFuture<List<?>> one = new CompletableFuture<>();
		CompletableFuture<List<?>> two = new CompletableFuture<>();
		CountDownLatch changed = new CountDownLatch(1);
		this.client.subscribe("a", List.class, (payload, event) -> {
			payload.clear();
			changed.countDown();
			one.complete(payload);
		});
		this.client.subscribe("a", List.class, (payload, event) -> {
			changed.await();
			two.complete(payload);
		});
		List<Integer> published = new ArrayList<>(List.of(1, 2));
		this.client.publish("a", published).join();
		published.add(3);
		assertThat(two.join()).isEqualTo(List.of(1, 2)).isNotSameAs(one.join());
	}

	@Test
	void nullIsRefusedAsByAServer() {
		this.client.connect().join();
		assertThat(refusal(this.client.publish("a", NullNode.getInstance()))).isEqualTo("data-required");
	}

	@Test
	void headersOfTheProtocolDoNotTravel() throws Exception {
		this.client.connect().join();
		this.client.subscribe("a", (event) -> this.received.add(event.headers().toString()));
		this.client.publish("a", 1, Map.of("vws-code", "x", "VWS-Other", "y", "traceparent", "z")).join();
		assertThat(next()).isEqualTo("{traceparent=z}");
	}

	@Test
	void invalidTopicAndPatternAreThrown() {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> this.client.publish("a/+", 1));
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> this.client.subscribe("a/#/b", this::receive));
	}

	@Test
	void whatIsPublishedBeforeConnectArrivesInOrder() throws Exception {
		ClientSubscription subscription = this.client.subscribe("#", this::receive);
		CompletableFuture<Void> first = this.client.publish("a", 1);
		assertThat(this.client.send("b", 2)).isTrue();
		assertThat(first).isNotDone();
		assertThat(subscription.ready()).isNotDone();
		assertThat(subscription.isActive()).isTrue();
		this.client.connect().join();
		this.client.publish("c", 3).join();
		assertThat(List.of(next(), next(), next())).containsExactly("a 1", "b 2", "c 3");
		first.join();
		subscription.ready().join();
	}

	@Test
	void whatWaitsLongerThanTheRequestTimeoutFails() {
		LocalVwsClient hasty = client(
				new LocalClientSettings(Duration.ofMillis(20), 100, 1024, OverflowPolicy.DISCONNECT));
		assertThat(failure(hasty.publish("a", 1))).isInstanceOf(RequestTimeoutException.class);
		hasty.subscribe("a", this::receive);
		hasty.connect().join();
		assertThat(this.received).isEmpty();
	}

	@Test
	void whenTooManyWaitThenFurtherOnesAreRefused() {
		LocalVwsClient small = client(
				new LocalClientSettings(Duration.ofMinutes(1), 1, 1024, OverflowPolicy.DISCONNECT));
		CompletableFuture<Void> first = small.publish("a", 1);
		assertThat(failure(small.publish("a", 2))).isInstanceOf(QueueFullException.class);
		assertThat(small.send("a", 3)).isFalse();
		small.connect().join();
		first.join();
		assertThat(small.send("a", 4)).isTrue();
	}

	@Test
	void statesAreThoseOfARemoteClientThatFindsItsServer() {
		assertThat(this.client.status()).isEqualTo(new ClientStatus(ClientState.IDLE, NOW, 0));
		assertThat(this.client.connect()).isCompleted();
		assertThat(this.client.connect()).isCompleted();
		assertThat(this.client.status()).isEqualTo(new ClientStatus(ClientState.OPEN, NOW, 0));
		this.client.close();
		this.client.close();
		assertThat(this.client.status().state()).isEqualTo(ClientState.CLOSED);
		await().untilAsserted(() -> assertThat(this.told.ends).containsExactly(new ConnectionEnd(1000, "", false)));
		assertThat(this.told.states).containsExactly("IDLE to CONNECTING", "CONNECTING to OPEN", "OPEN to CLOSED");
	}

	@Test
	void whenClosedThenNothingIsPublishedAndNobodyIsCalled() {
		ClientSubscription subscription = this.client.subscribe("a", this::receive);
		this.client.connect().join();
		this.client.close();
		assertThat(failure(this.client.publish("a", 1))).isInstanceOf(ClientClosedException.class);
		assertThat(this.client.send("a", 1)).isFalse();
		assertThat(this.bus.subscriptionCount()).isZero();
		assertThat(subscription.isActive()).isTrue();
	}

	@Test
	void whatWaitsForConnectFailsWhenClosed() {
		CompletableFuture<Void> waiting = this.client.publish("a", 1);
		ClientSubscription subscription = this.client.subscribe("a", this::receive);
		this.client.close();
		assertThat(failure(waiting)).isInstanceOf(ClientClosedException.class);
		assertThat(failure(subscription.ready())).isInstanceOf(ClientClosedException.class);
		assertThat(subscription.isActive()).isFalse();
		ClientSubscription late = this.client.subscribe("a", this::receive);
		assertThat(failure(late.ready())).isInstanceOf(ClientClosedException.class);
		assertThat(late.isActive()).isFalse();
	}

	@Test
	void connectAfterCloseBringsTheSubscriptionsBack() throws Exception {
		this.client.subscribe("a", this::receive);
		this.client.connect().join();
		this.client.close();
		this.client.connect().join();
		this.client.publish("a", 1).join();
		assertThat(next()).isEqualTo("a 1");
		assertThat(this.bus.subscriptionCount()).isEqualTo(1);
	}

	@Test
	void cancelledSubscriptionGetsNothingMore() throws Exception {
		ClientSubscription early = this.client.subscribe("a", this::receive);
		early.cancel().join();
		assertThat(failure(early.ready())).isInstanceOf(SubscriptionCancelledException.class);
		this.client.connect().join();
		ClientSubscription late = this.client.subscribe("a", this::receive);
		late.cancel().join();
		this.client.subscribe("a", this::receive);
		this.client.publish("a", 1).join();
		assertThat(next()).isEqualTo("a 1");
		assertThat(this.received).isEmpty();
		assertThat(late.isActive()).isFalse();
		this.client.unsubscribeAll().join();
		assertThat(this.bus.subscriptionCount()).isZero();
	}

	@Test
	void handlerRunsOnAnotherThreadAndMayPublishAndWait() throws Exception {
		this.client.connect().join();
		Thread publisher = Thread.currentThread();
		this.client.subscribe("question", (event) -> {
			assertThat(Thread.currentThread()).isNotSameAs(publisher);
			this.client.publish("answer", 42).get(30, TimeUnit.SECONDS);
			this.received.add("answered");
		});
		this.client.subscribe("answer", this::receive);
		this.client.publish("question", "?").join();
		assertThat(List.of(next(), next())).containsExactlyInAnyOrder("answered", "answer 42");
	}

	@Test
	void handlerThatThrowsIsToldAndHarmsNobody() throws Exception {
		this.client.connect().join();
		this.client.subscribe("+", (event) -> {
			if (event.topic().equals("bad")) {
				throw new AssertionError("broken");
			}
			receive(event);
		});
		this.client.subscribe("bad", Integer.class, (payload, event) -> this.received.add("number"));
		this.client.publish("bad", "text").join();
		this.client.publish("good", 1).join();
		assertThat(next()).isEqualTo("good 1");
		await().untilAsserted(() -> assertThat(this.told.failures).containsExactlyInAnyOrder("AssertionError at +",
				"InvalidFormatException at bad"));
	}

	@Test
	void listenerThatThrowsHarmsNobody() {
		this.client.addListener(new VwsClientListener() {

			@Override
			public void stateChanged(ClientStatus status, ClientState previous) {
				throw new IllegalStateException("broken");
			}

		});
		RecordingClientListener after = new RecordingClientListener();
		Runnable remove = this.client.addListener(after);
		this.client.connect().join();
		await().untilAsserted(() -> assertThat(after.states).hasSize(2));
		remove.run();
		this.client.close();
		await().untilAsserted(() -> assertThat(this.told.states).hasSize(3));
		assertThat(after.states).hasSize(2);
	}

	@Test
	void eventWithoutRoomIsRefusedBeforeAnybodyGetsIt() throws Exception {
		LocalVwsClient small = client(OverflowPolicy.DISCONNECT);
		List<String> others = new CopyOnWriteArrayList<>();
		this.bus.subscribe("a", (event, subscription) -> others.add(event.payload().json()));
		CountDownLatch go = fill(small);
		assertThat(refusal(small.publish("a", 3))).isEqualTo("busy");
		assertThat(others).containsExactly("0", "1", "2");
		go.countDown();
		assertThat(List.of(next(), next(), next())).containsExactly("a 0", "a 1", "a 2");
		small.publish("a", 4).join();
		assertThat(next()).isEqualTo("a 4");
	}

	@ParameterizedTest
	@EnumSource(names = { "DROP_OLDEST", "DROP_NEWEST", "CONFLATE" })
	void otherPoliciesDropAndTell(OverflowPolicy policy) throws Exception {
		LocalVwsClient small = client(policy);
		CountDownLatch go = fill(small);
		small.publish("a", 3).join();
		small.publish("a", 4).join();
		go.countDown();
		List<String> expected = switch (policy) {
			case DROP_OLDEST -> List.of("a 0", "a 3", "a 4");
			case DROP_NEWEST -> List.of("a 0", "a 1", "a 2");
			default -> List.of("a 0", "a 4");
		};
		for (String event : expected) {
			assertThat(next()).isEqualTo(event);
		}
		long dropped = 5 - expected.size();
		await().untilAsserted(() -> assertThat(this.told.dropped).hasValue(dropped));
	}

	/** One event at the handler, which waits, and two in its queue. */
	private CountDownLatch fill(LocalVwsClient small) throws InterruptedException {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		small.connect().join();
		small.subscribe("a", (event) -> {
			began.countDown();
			go.await();
			receive(event);
		});
		small.publish("a", 0).join();
		began.await();
		small.publish("a", 1).join();
		small.publish("a", 2).join();
		return go;
	}

	/** A full queue that is given up must not refuse anything. */
	@Test
	void cancelledSubscriptionRefusesNothing() throws Exception {
		LocalVwsClient small = client(OverflowPolicy.DISCONNECT);
		CountDownLatch go = fill(small);
		small.unsubscribeAll().join();
		small.publish("a", 3).join();
		go.countDown();
		assertThat(next()).isEqualTo("a 0");
		assertThat(this.received).isEmpty();
	}

	@Test
	void eachHandlerGetsEveryEventOfAPublisherOnceAndInOrderWhileOthersComeAndGo() {
		LocalVwsClient large = client(
				new LocalClientSettings(Duration.ofSeconds(10), 100, 100_000, OverflowPolicy.DISCONNECT));
		large.connect().join();
		int publishers = 4;
		int events = 10_000;
		List<List<Integer>> seen = IntStream.range(0, publishers).mapToObj((i) -> newList()).toList();
		CountDownLatch all = new CountDownLatch(publishers * events);
		large.subscribe("p/+", Integer.class, (payload, event) -> {
			seen.get(Integer.parseInt(event.topic().substring(2))).add(payload);
			all.countDown();
		});
		List<CompletableFuture<Void>> running = new ArrayList<>();
		for (int i = 0; i < publishers; i++) {
			String topic = "p/" + i;
			running.add(CompletableFuture.runAsync(
					() -> IntStream.range(0, events).forEach((n) -> large.publish(topic, n).join()), this.executor));
		}
		while (!running.stream().allMatch(CompletableFuture::isDone)) {
			large.subscribe("p/#", (event) -> {
			}).cancel().join();
		}
		running.forEach(CompletableFuture::join);
		await().until(() -> all.getCount() == 0);
		List<Integer> expected = IntStream.range(0, events).boxed().toList();
		assertThat(seen).allSatisfy((numbers) -> assertThat(numbers).isEqualTo(expected));
	}

	/** As a client of a server does: what one caller does to it is nobody else's. */
	@Test
	void readyIsAnotherFutureForEachCaller() {
		ClientSubscription subscription = this.client.subscribe("a", this::receive);
		assertThat(subscription.ready().completeOnTimeout(null, 1, TimeUnit.MILLISECONDS))
			.succeedsWithin(Duration.ofSeconds(5));
		assertThat(subscription.ready()).isNotDone();
	}

	/** One at a time, also when the client was closed meanwhile. */
	@Test
	void handlerIsCalledOneAtATimeAfterCloseAndConnect() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		CountDownLatch gate = new CountDownLatch(1);
		this.client.subscribe("a", (event) -> {
			this.received.add("inside " + inside.incrementAndGet());
			gate.await();
			inside.decrementAndGet();
		});
		this.client.connect().join();
		this.client.publish("a", 1).join();
		assertThat(next()).isEqualTo("inside 1");
		this.client.close();
		this.client.connect().join();
		this.client.publish("a", 2).join();
		assertThat(this.received.poll(200, TimeUnit.MILLISECONDS)).isNull();
		gate.countDown();
		assertThat(next()).isEqualTo("inside 1");
	}

	private static List<Integer> newList() {
		return new ArrayList<>();
	}

	private static String refusal(CompletableFuture<Void> answer) {
		Throwable failure = failure(answer);
		assertThat(failure).isInstanceOf(RequestRefusedException.class);
		return ((RequestRefusedException) failure).code();
	}

	private static Throwable failure(CompletableFuture<Void> answer) {
		Throwable[] failure = new Throwable[1];
		assertThatExceptionOfType(CompletionException.class).isThrownBy(answer::join)
			.satisfies((ex) -> failure[0] = ex.getCause());
		return failure[0];
	}

}
