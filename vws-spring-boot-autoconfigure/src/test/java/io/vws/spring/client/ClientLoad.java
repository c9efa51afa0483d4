package io.vws.spring.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.vws.client.ClientState;
import io.vws.client.ClientSubscription;
import io.vws.client.ConnectionEnd;
import io.vws.client.Gap;
import io.vws.client.ReconnectPolicy;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientListener;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that publishes as fast as a window allows and one that is subscribed to all of
 * it, while the test does harm to what is between them and their server. Keeps account of
 * every event.
 */
final class ClientLoad implements AutoCloseable {

	private static final int TOPICS = 20;

	private static final int WINDOW = 50;

	/** Longest way of an event: what was on it when the connection ended is lost, too. */
	private static final Duration UNDER_WAY = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** What became of an event. */
	private record Publish(int number, Instant sent, CompletableFuture<Instant> acknowledged) {
	}

	private final Queue<Publish> publishes = new ConcurrentLinkedQueue<>();

	private final Set<Integer> received = ConcurrentHashMap.newKeySet();

	private final Queue<Integer> repeated = new ConcurrentLinkedQueue<>();

	private final Ends subscriberEnds = new Ends();

	private final Ends publisherEnds = new Ends();

	private final Semaphore window = new Semaphore(WINDOW);

	private final AtomicInteger numbers = new AtomicInteger();

	private final VwsClient subscriber;

	private final VwsClient publisher;

	private final List<ClientSubscription> subscriptions;

	private final Thread loop = new Thread(this::publish, "load");

	private volatile boolean stopping;

	/** What a client told. */
	static final class Ends implements VwsClientListener {

		final Queue<Gap> gaps = new ConcurrentLinkedQueue<>();

		final Queue<ConnectionEnd> ends = new ConcurrentLinkedQueue<>();

		final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

		@Override
		public void gap(Gap gap) {
			this.gaps.add(gap);
		}

		@Override
		public void closed(ConnectionEnd end) {
			this.ends.add(end);
		}

		@Override
		public void failed(Throwable failure, @Nullable String pattern) {
			this.failures.add(failure);
		}

	}

	/**
	 * Connect both clients and begin to publish.
	 */
	ClientLoad(int port) {
		this.subscriber = client(port, this.subscriberEnds);
		this.publisher = client(port, this.publisherEnds);
		this.subscriptions = IntStream.range(0, TOPICS)
			.mapToObj((i) -> this.subscriber.subscribe("load/" + i + "/#", Integer.class, (number, event) -> {
				if (!this.received.add(number)) {
					this.repeated.add(number);
				}
			}))
			.toList();
		this.subscriber.connect().orTimeout(60, TimeUnit.SECONDS).join();
		this.publisher.connect().orTimeout(60, TimeUnit.SECONDS).join();
		this.subscriptions.forEach((subscription) -> subscription.ready().orTimeout(60, TimeUnit.SECONDS).join());
		this.loop.setDaemon(true);
		this.loop.start();
	}

	private static VwsClient client(int port, Ends ends) {
		ReconnectPolicy quick = new ReconnectPolicy(true, Duration.ofMillis(50), Duration.ofSeconds(1), 2, 1, 0,
				Duration.ofSeconds(30), Duration.ofMillis(500));
		return VwsClient.builder("ws://localhost:" + port + "/vws")
			.reconnect(quick)
			.connectTimeout(Duration.ofSeconds(2))
			.requestTimeout(Duration.ofSeconds(5))
			.pingInterval(Duration.ofSeconds(2))
			.pongTimeout(Duration.ofSeconds(2))
			.handlerCapacity(100_000)
			.listener(ends)
			.build();
	}

	private void publish() {
		while (!this.stopping) {
			this.window.acquireUninterruptibly();
			int number = this.numbers.incrementAndGet();
			Instant sent = Instant.now();
			CompletableFuture<Instant> acknowledged = this.publisher.publish("load/" + number % TOPICS + "/x", number)
				.thenApply((none) -> Instant.now());
			this.publishes.add(new Publish(number, sent, acknowledged));
			acknowledged.whenComplete((at, failure) -> this.window.release());
		}
	}

	VwsClient subscriber() {
		return this.subscriber;
	}

	VwsClient publisher() {
		return this.publisher;
	}

	Ends subscriberEnds() {
		return this.subscriberEnds;
	}

	/** Wait until a further number of events has been received. */
	void awaitEvents(int count) {
		int before = this.received.size();
		await().atMost(PATIENCE).until(() -> this.received.size() >= before + count);
	}

	/** Wait until both clients are connected (again), or both have stopped. */
	void awaitState(ClientState state) {
		await().atMost(PATIENCE)
			.until(() -> this.subscriber.status().state() == state && this.publisher.status().state() == state);
	}

	/**
	 * Stop to publish and look at all that happened.
	 */
	void verify() throws InterruptedException {
		this.stopping = true;
		this.loop.join(PATIENCE.toMillis());
		for (Publish publish : this.publishes) {
			// An outcome each, if not the one that was hoped for.
			publish.acknowledged().handle((at, failure) -> "done").orTimeout(60, TimeUnit.SECONDS).join();
		}
		everySubscriptionIsBack();
		assertThat(this.repeated).as("events that came twice").isEmpty();
		List<Publish> lost = this.publishes.stream()
			.filter((publish) -> !publish.acknowledged().isCompletedExceptionally())
			.filter((publish) -> !this.received.contains(publish.number()))
			.filter((publish) -> this.subscriberEnds.gaps.stream().noneMatch((gap) -> isWithin(publish, gap)))
			.toList();
		assertThat(lost).as("acknowledged, neither received nor told as a gap").isEmpty();
	}

	private static boolean isWithin(Publish publish, Gap gap) {
		return !publish.sent().isAfter(gap.to())
				&& !publish.acknowledged().join().isBefore(gap.from().minus(UNDER_WAY));
	}

	private void everySubscriptionIsBack() {
		assertThat(this.subscriptions).allMatch(ClientSubscription::isActive);
		Map<Integer, Integer> marks = new ConcurrentHashMap<>();
		for (int i = 0; i < TOPICS; i++) {
			int mark = -1 - i;
			marks.put(i, mark);
			this.publisher.publish("load/" + i + "/mark", mark).orTimeout(60, TimeUnit.SECONDS).join();
		}
		await().atMost(PATIENCE).until(() -> this.received.containsAll(marks.values()));
	}

	/** How many events were acknowledged. */
	long acknowledged() {
		return this.publishes.stream()
			.filter((publish) -> publish.acknowledged().isDone() && !publish.acknowledged().isCompletedExceptionally())
			.count();
	}

	@Override
	public void close() {
		this.stopping = true;
		this.publisher.close();
		this.subscriber.close();
	}

}
