package io.vws.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link ListenerQueue} between several threads.
 */
class ListenerQueueConcurrencyTests {

	private static final int PRODUCERS = 4;

	private static final int ITEMS = 50_000;

	private final ExecutorService executor = Executors.newFixedThreadPool(3);

	private final ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS);

	private final AtomicInteger inside = new AtomicInteger();

	private final List<String> faults = new ArrayList<>();

	private final int[] last = new int[PRODUCERS];

	private long handled;

	private record Item(int producer, int number) {
	}

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
		this.producers.shutdownNow();
	}

	@ParameterizedTest
	@EnumSource
	void eachItemIsHandledOnceInOrderOrAccountedFor(OverflowPolicy policy) throws Exception {
		AtomicLong dropped = new AtomicLong();
		ListenerQueue<Item> queue = new ListenerQueue<>(200, policy, this.executor, Item::producer, this::handle,
				(item) -> dropped.incrementAndGet());
		CountDownLatch start = new CountDownLatch(1);
		List<Future<Integer>> taken = new ArrayList<>();
		for (int i = 0; i < PRODUCERS; i++) {
			int producer = i;
			taken.add(this.producers.submit(() -> produce(queue, producer, start)));
		}
		start.countDown();
		long sum = 0;
		for (Future<Integer> producer : taken) {
			sum += producer.get();
		}
		queue.close();
		assertThat(queue.awaitEnd(Duration.ofSeconds(30))).isTrue();
		assertThat(this.faults).isEmpty();
		assertThat(this.handled + dropped.get()).isEqualTo(sum);
		assertThat(this.handled).isPositive();
	}

	private static int produce(ListenerQueue<Item> queue, int producer, CountDownLatch start)
			throws InterruptedException {
		start.await();
		int taken = 0;
		for (int number = 1; number <= ITEMS; number++) {
			Item item = new Item(producer, number);
			if (number % 2 == 0) {
				taken += queue.offer(item) ? 1 : 0;
			}
			else if (queue.reserve()) {
				queue.addReserved(item);
				taken++;
			}
		}
		return taken;
	}

	/** What it changes needs no lock if the queue keeps its word. */
	private void handle(Item item) {
		if (this.inside.incrementAndGet() != 1) {
			this.faults.add("Two at a time: " + item);
		}
		if (item.number() <= this.last[item.producer()]) {
			this.faults.add("Out of order: " + item);
		}
		this.last[item.producer()] = item.number();
		this.handled++;
		this.inside.decrementAndGet();
	}

}
