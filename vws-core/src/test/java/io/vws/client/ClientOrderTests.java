package io.vws.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.vws.delivery.OverflowPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A million events of several publishers, while handlers come and go: each handler gets
 * each event of its time once and in the order of its publisher.
 */
class ClientOrderTests {

	private static final int EVENTS = 1_000_000;

	private static final int PUBLISHERS = 4;

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final ExecutorService handlers = Executors.newFixedThreadPool(3);

	private final FakeTransport transport = new FakeTransport();

	private final RecordingClientListener listener = new RecordingClientListener();

	private final VwsClient client = VwsClient.builder("ws://localhost/vws")
		.executor(this.handlers)
		.handlerCapacity(EVENTS)
		.onOverflow(OverflowPolicy.DISCONNECT)
		.listener(this.listener)
		.build(this.transport, new ManualScheduler(), () -> 0, this.threads);

	private final AtomicBoolean over = new AtomicBoolean();

	@AfterEach
	void stop() {
		this.client.close();
		this.threads.shutdownNow();
		this.handlers.shutdownNow();
	}

	/** Notes the numbers of each publisher; one call at a time, or it would notice. */
	private final class Counter {

		final long[] first = new long[PUBLISHERS];

		final long[] last = new long[PUBLISHERS];

		final AtomicLong total = new AtomicLong();

		final List<String> faults = new ArrayList<>();

		final String pattern;

		private boolean inside;

		Counter(String pattern) {
			this.pattern = pattern;
		}

		void handle(ReceivedEvent event) {
			if (this.inside) {
				this.faults.add("two at a time");
			}
			this.inside = true;
			int publisher = event.topic().charAt(2) - '0';
			long number = Long.parseLong(event.json());
			if (this.first[publisher] == 0) {
				this.first[publisher] = number;
			}
			else if (number != this.last[publisher] + PUBLISHERS) {
				this.faults.add(number + " after " + this.last[publisher] + " of " + publisher);
			}
			this.last[publisher] = number;
			this.total.incrementAndGet();
			this.inside = false;
		}

	}

	@Test
	void eachHandlerGetsEachEventOnceAndInOrder() throws Exception {
		this.client.connect();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(this.transport::hasNext);
		FakeLink link = this.transport.next().accept();
		List<Counter> steady = new ArrayList<>();
		for (String pattern : List.of("#", "t/+publisher/x")) {
			Counter counter = new Counter(pattern);
			this.client.subscribe(pattern, counter::handle);
			steady.add(counter);
		}
		CountDownLatch started = new CountDownLatch(2);
		List<Future<List<Counter>>> changing = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			int seed = i;
			changing.add(this.threads.submit(() -> comeAndGo(seed, started)));
		}
		assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
		for (int number = 1; number <= EVENTS; number++) {
			link.event("t/" + number % PUBLISHERS + "/x", Integer.toString(number));
		}
		this.over.set(true);
		for (Counter counter : steady) {
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> counter.total.get() >= EVENTS);
			assertThat(counter.total.get()).isEqualTo(EVENTS);
			assertThat(counter.faults).as(counter.pattern).isEmpty();
		}
		long seen = 0;
		for (Future<List<Counter>> counters : changing) {
			for (Counter counter : counters.get(60, TimeUnit.SECONDS)) {
				assertThat(counter.faults).as(counter.pattern).isEmpty();
				seen += counter.total.get();
			}
		}
		assertThat(seen).as("events of those who came and went").isPositive();
		assertThat(this.listener.told).noneMatch((event) -> event.startsWith("closed") || event.startsWith("failed"));
	}

	/** Subscribe, wait for some events, and cancel, over and over. */
	private List<Counter> comeAndGo(int seed, CountDownLatch started) {
		Random random = new Random(seed);
		List<Counter> counters = new ArrayList<>();
		List<String> patterns = List.of("#", "t/+/x", "t/1/#", "t/2/x", "t/+p/+q");
		do {
			Counter counter = new Counter(patterns.get(random.nextInt(patterns.size())));
			ClientSubscription subscription = this.client.subscribe(counter.pattern, counter::handle);
			started.countDown();
			long enough = random.nextInt(200);
			while (counter.total.get() < enough && !this.over.get()) {
				Thread.yield();
			}
			subscription.cancel();
			counters.add(counter);
		}
		while (!this.over.get());
		return counters;
	}

}
