package io.vws.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vws.delivery.OverflowPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections come, subscribe, publish and end in every way while others do the same:
 * nothing may be left of them, and each is counted once.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsServerStressTests {

	private static final int READERS = 3;

	private static final int CONNECTIONS = 200;

	private static final String[] PATTERNS = { "a", "a/+", "a/#", "#", "+/b", "a/b" };

	private final TestServer server = TestServer.create(TestServer.queue(20, OverflowPolicy.DISCONNECT));

	private final ExecutorService executor = Executors.newCachedThreadPool();

	/** Connections for somebody else to end. */
	private final ConcurrentLinkedQueue<TestClient> handedOver = new ConcurrentLinkedQueue<>();

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void nothingIsLeftOfConnectionsThatEnd(long seed) throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		Future<?> publisher = this.executor.submit(() -> {
			while (!over.get()) {
				this.server.bus.publish("a/b", 1);
				Thread.yield();
			}
		});
		Future<?> closer = this.executor.submit(() -> endOthers(new Random(seed), over));
		List<Future<?>> readers = new ArrayList<>();
		for (int i = 0; i < READERS; i++) {
			int reader = i;
			readers.add(this.executor.submit(() -> read(reader, new Random(seed + reader))));
		}
		for (Future<?> reader : readers) {
			reader.get();
		}
		over.set(true);
		publisher.get();
		closer.get();
		String description = "seed " + seed;
		await().untilAsserted(() -> assertThat(this.server.server.connections()).as(description).isEmpty());
		assertThat(this.server.bus.subscriptionCount()).as(description).isZero();
		List<String> calls = this.server.listener.calls;
		for (int reader = 0; reader < READERS; reader++) {
			for (int number = 0; number < CONNECTIONS; number++) {
				String id = reader + "-" + number;
				assertThat(calls.stream().filter(("opened " + id)::equals)).as(description).hasSize(1);
				assertThat(calls.stream().filter((call) -> call.startsWith("closed " + id + " "))).as(description + id)
					.hasSize(1);
			}
		}
	}

	private void read(int reader, Random random) {
		for (int number = 0; number < CONNECTIONS; number++) {
			TestClient client = new TestClient(this.server.server, reader + "-" + number);
			boolean ownEnd = random.nextBoolean();
			if (!ownEnd) {
				this.handedOver.add(client);
			}
			for (int count = random.nextInt(30); count > 0; count--) {
				client.send(randomMessage(random));
			}
			if (ownEnd) {
				end(client, random);
			}
			for (int count = random.nextInt(5); count > 0; count--) {
				client.send(randomMessage(random));
			}
		}
	}

	private void endOthers(Random random, AtomicBoolean over) {
		while (!over.get() || !this.handedOver.isEmpty()) {
			TestClient client = this.handedOver.poll();
			if (client != null) {
				end(client, random);
			}
			else {
				Thread.yield();
			}
		}
	}

	private static void end(TestClient client, Random random) {
		switch (random.nextInt(5)) {
			case 0 -> client.connection.close(CloseReason.NORMAL);
			case 1 -> client.connection.abort(CloseReason.ABNORMAL);
			case 2 -> client.connection.transportClosed(CloseReason.NORMAL);
			case 3 -> {
				client.transport.broken = true;
				client.send("{\"k\":\"U\"}");
			}
			default -> {
				client.connection.transportClosed(CloseReason.ABNORMAL);
				client.connection.close(CloseReason.GOING_AWAY);
			}
		}
	}

	private static String randomMessage(Random random) {
		String pattern = PATTERNS[random.nextInt(PATTERNS.length)];
		return switch (random.nextInt(8)) {
			case 0, 1, 2, 3 -> "{\"k\":\"s\",\"t\":\"" + pattern + "\",\"i\":1}";
			case 4 -> "{\"k\":\"u\",\"t\":\"" + pattern + "\"}";
			case 5 -> "{\"k\":\"U\",\"i\":\"x\"}";
			case 6 -> "{\"t\":\"a/b\",\"d\":1,\"i\":2}";
			default -> "{\"t\":\"a\",\"d\":1}";
		};
	}

	/** The same with a server that stops while connections come. */
	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void nothingIsLeftOfConnectionsThatComeWhileTheServerStops(long seed) throws Exception {
		List<Future<?>> readers = new ArrayList<>();
		for (int i = 0; i < READERS; i++) {
			int reader = i;
			readers.add(this.executor.submit(() -> {
				Random random = new Random(seed + reader);
				for (int number = 0; number < CONNECTIONS; number++) {
					TestClient client = new TestClient(this.server.server, reader + "-" + number);
					client.send(randomMessage(random), randomMessage(random));
				}
			}));
		}
		await().until(() -> this.server.listener.calls.size() > 50);
		this.server.server.stop(Duration.ofSeconds(10));
		for (Future<?> reader : readers) {
			reader.get();
		}
		String description = "seed " + seed;
		await().untilAsserted(() -> assertThat(this.server.server.connections()).as(description).isEmpty());
		assertThat(this.server.bus.subscriptionCount()).as(description).isZero();
		assertThat(this.server.listener.calls.stream().filter((call) -> call.startsWith("closed "))).as(description)
			.hasSize(READERS * CONNECTIONS)
			.doesNotHaveDuplicates();
	}

}
