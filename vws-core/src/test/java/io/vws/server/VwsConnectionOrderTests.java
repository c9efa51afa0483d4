package io.vws.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.delivery.OverflowPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection subscribes and unsubscribes while others publish numbered events. What
 * stands on its socket must agree with what PROTOCOL says about acknowledgments.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsConnectionOrderTests {

	private static final int ROUNDS = 200;

	private final TestServer server = TestServer.create(TestServer.queue(1_000_000, OverflowPolicy.DISCONNECT));

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private volatile TestClient current = this.server.connect("first");

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger done = new AtomicInteger();

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
		this.server.close();
	}

	/**
	 * No event before the acknowledgment of the subscription, none after that of its end,
	 * and between them each event that was published while the subscription stood.
	 */
	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void eventsStandBetweenTheAcknowledgmentsAndNoneIsMissing(long seed) throws Exception {
		Random random = new Random(seed);
		AtomicBoolean over = new AtomicBoolean();
		Future<?> publisher = this.executor.submit(() -> publish(over));
		try {
			TestClient client = this.current;
			for (int round = 0; round < ROUNDS; round++) {
				client = (round % 20 == 0) ? connect(round) : client;
				String description = "seed " + seed + ", round " + round;
				assertThat(client.exchange()).as(description + ": nothing while not subscribed").isEmpty();
				int first = round(client, random);
				int last = this.done.get();
				client.send(random.nextBoolean() ? "{\"k\":\"u\",\"t\":\"#\",\"i\":2}" : "{\"k\":\"U\",\"i\":2}");
				int end = this.begun.get();
				check(client.ask(), first, last, end, description);
			}
		}
		finally {
			over.set(true);
		}
		publisher.get();
	}

	/** A new connection, since a transport remembers all that it wrote. */
	private TestClient connect(int round) {
		this.current = this.server.connect("c" + round);
		return this.current;
	}

	private int round(TestClient client, Random random) {
		client.send("{\"k\":\"s\",\"t\":\"#\",\"i\":1}");
		int first = this.begun.get() + 1;
		for (int changes = random.nextInt(4); changes > 0; changes--) {
			client.send("{\"k\":\"s\",\"t\":\"e/+\",\"i\":3}");
			spin(random);
			client.send("{\"k\":\"u\",\"t\":\"e/+\",\"i\":3}");
		}
		spin(random);
		return first;
	}

	private static void spin(Random random) {
		for (int count = random.nextInt(2_000); count > 0; count--) {
			Thread.onSpinWait();
		}
	}

	private void publish(AtomicBoolean over) {
		while (!over.get()) {
			int number = this.begun.incrementAndGet();
			this.server.bus.publish("e/" + number, 0);
			this.done.set(number);
			do {
				Thread.yield();
			}
			while (this.current.connection.queuedMessages() > 1_000 && !over.get());
		}
	}

	private static void check(List<String> frames, int first, int last, int end, String description) {
		assertThat(frames.get(0)).as(description).isEqualTo("a 1");
		assertThat(frames.get(frames.size() - 1)).as(description).isEqualTo("a 2");
		List<Integer> events = new ArrayList<>();
		for (String frame : frames) {
			if (frame.startsWith("e/")) {
				events.add(Integer.valueOf(frame.substring(2, frame.indexOf('='))));
			}
		}
		Set<Integer> distinct = new HashSet<>(events);
		assertThat(distinct).as(description + ": each once").hasSameSizeAs(events);
		assertThat(events).as(description + ": in order").isSorted();
		assertThat(events).as(description + ": none begun after the end").allMatch((event) -> event <= end);
		for (int number = first; number <= last; number++) {
			assertThat(distinct.contains(number)).as(description + ": " + number + " was published meanwhile").isTrue();
		}
	}

}
