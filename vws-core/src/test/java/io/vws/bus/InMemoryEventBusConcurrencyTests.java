package io.vws.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link InMemoryEventBus} promises to several threads. Publishers number their
 * events; subscribers come and go and compare what they got with what was published while
 * they were there.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class InMemoryEventBusConcurrencyTests {

	private static final int PUBLISHERS = 2;

	private static final int SUBSCRIBERS = 2;

	private static final int STAYS = 400;

	private static final String[] PATTERNS = { "p/+/+", "p/+p/#", "p/#", "#", "+/+/+n" };

	private final InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.builder().build());

	private final ExecutorService executor = Executors.newCachedThreadPool();

	/** Number of the newest event of each publisher whose publishing has begun. */
	private final AtomicIntegerArray begun = new AtomicIntegerArray(PUBLISHERS);

	/** Number of the newest event of each publisher whose publishing has ended. */
	private final AtomicIntegerArray done = new AtomicIntegerArray(PUBLISHERS);

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
	}

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void subscribersGetInOrderAndOnceWhatIsPublishedWhileTheyAreThere(long seed) throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		List<Future<?>> publishers = new ArrayList<>();
		for (int i = 0; i < PUBLISHERS; i++) {
			int publisher = i;
			publishers.add(this.executor.submit(() -> publish(publisher, over)));
		}
		List<Callable<Void>> subscribers = new ArrayList<>();
		for (int i = 0; i < SUBSCRIBERS; i++) {
			Random random = new Random(seed + i);
			subscribers.add(() -> {
				for (int stay = 0; stay < STAYS; stay++) {
					stay(random, "seed " + seed + ", stay " + stay);
				}
				return null;
			});
		}
		try {
			for (Future<Void> subscriber : this.executor.invokeAll(subscribers)) {
				subscriber.get();
			}
		}
		finally {
			over.set(true);
		}
		for (Future<?> publisher : publishers) {
			publisher.get();
		}
		assertThat(this.bus.subscriptionCount()).isZero();
	}

	private void publish(int publisher, AtomicBoolean over) {
		int number = 0;
		while (!over.get()) {
			this.begun.set(publisher, ++number);
			this.bus.publish("p/" + publisher + "/" + number, number);
			this.done.set(publisher, number);
		}
	}

	private void stay(Random random, String description) {
		Received received = new Received();
		List<Subscription> subscriptions = new ArrayList<>();
		for (int count = 1 + random.nextInt(3); count > 0; count--) {
			subscriptions.add(this.bus.subscribe(PATTERNS[random.nextInt(PATTERNS.length)], received));
		}
		int[] first = copy(this.begun);
		for (int count = random.nextInt(200); count > 0; count--) {
			Thread.onSpinWait();
		}
		int[] last = copy(this.done);
		subscriptions.forEach(Subscription::cancel);
		int[] end = copy(this.begun);
		awaitEvents(end);
		for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
			received.check(publisher, first[publisher], last[publisher], end[publisher], description);
		}
	}

	/** Wait until what had begun has ended, and two more events with it. */
	private void awaitEvents(int[] numbers) {
		for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
			while (this.done.get(publisher) < numbers[publisher] + 2) {
				Thread.yield();
			}
		}
	}

	private static int[] copy(AtomicIntegerArray counters) {
		int[] copy = new int[PUBLISHERS];
		for (int i = 0; i < PUBLISHERS; i++) {
			copy[i] = counters.get(i);
		}
		return copy;
	}

	/** The numbers received of each publisher; each publisher calls with its own. */
	private static final class Received implements Subscriber {

		private final List<List<Integer>> numbers = new ArrayList<>();

		Received() {
			for (int i = 0; i < PUBLISHERS; i++) {
				this.numbers.add(new ArrayList<>());
			}
		}

		@Override
		public synchronized void deliver(Event event, Subscription subscription) {
			List<String> levels = event.topic().levels();
			this.numbers.get(Integer.parseInt(levels.get(1))).add(Integer.valueOf(levels.get(2)));
		}

		synchronized void check(int publisher, int first, int last, int end, String description) {
			List<Integer> got = this.numbers.get(publisher);
			for (int i = 1; i < got.size(); i++) {
				assertThat(got.get(i)).as(description + ": order, once").isGreaterThan(got.get(i - 1));
			}
			for (int number = first + 1; number <= last; number++) {
				assertThat(got.contains(number)).as(description + ": " + number + " was published meanwhile").isTrue();
			}
			if (!got.isEmpty()) {
				assertThat(got.get(got.size() - 1)).as(description + ": none begun after the end")
					.isLessThanOrEqualTo(end);
			}
		}

	}

}
