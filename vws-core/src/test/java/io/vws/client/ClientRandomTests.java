package io.vws.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

import io.vws.client.ModelServer.Happened;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client and a {@link ModelServer} go through random events. However they come, in the
 * end every future has ended with what the server knows, nothing was written twice, the
 * server has exactly the subscriptions that the application has, and each event that did
 * not come lies in a gap that was told.
 */
class ClientRandomTests {

	private static final int ROUNDS = 60;

	private static final int STEPS = 300;

	private static final List<String> PATTERNS = List.of("#", "a/#", "a/+x", "a/+y", "b/c", "c");

	static LongStream seeds() {
		return LongStream.of(1, 2, 3, System.nanoTime());
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void theClientLosesNothing(long seed) {
		for (int round = 0; round < ROUNDS; round++) {
			try {
				new Run(new Random(seed * 1000 + round)).run();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("seed " + seed + ", round " + round, ex);
			}
		}
	}

	/** A handle with what it got. */
	private static final class Handle {

		final List<Integer> events = new ArrayList<>();

		final ClientSubscription subscription;

		/** The first event that it has to hear of; none while it is not ready. */
		int since = Integer.MAX_VALUE;

		Handle(VwsClient client, String pattern, List<Happened> happened) {
			this.subscription = client.subscribe(pattern, (event) -> this.events.add(Integer.parseInt(event.json())));
			this.subscription.ready().thenRun(() -> this.since = happened.size());
		}

	}

	/** One client's life. */
	private static final class Run {

		private final Random random;

		private final ClientFixture fixture;

		private final VwsClient client;

		private final ModelServer server;

		private final List<Handle> handles = new ArrayList<>();

		private final Map<Integer, CompletableFuture<Void>> published = new LinkedHashMap<>();

		private final List<CompletableFuture<Void>> others = new ArrayList<>();

		Run(Random random) {
			this.random = random;
			this.fixture = new ClientFixture(
					(builder) -> builder.queueCapacity(1 + random.nextInt(10)).queueBytes(1000 + random.nextInt(1000)));
			this.client = this.fixture.client;
			this.server = new ModelServer(this.fixture, random);
		}

		void run() {
			this.client.connect();
			for (int i = 0; i < STEPS; i++) {
				this.fixture.random = this.random.nextDouble();
				act();
				if (this.random.nextBoolean()) {
					this.server.step();
				}
				if (this.random.nextInt(3) > 0) {
					this.fixture.run();
				}
			}
			comeToRest();
			check();
			this.client.close();
			this.fixture.advance(Duration.ofMinutes(1));
			assertThat(this.fixture.time.waiting()).as("timers").isZero();
			assertThat(this.fixture.tasks).isEmpty();
		}

		private void act() {
			switch (this.random.nextInt(30)) {
				case 0, 1, 2, 3 -> this.handles.add(new Handle(this.client, oneOf(PATTERNS), this.server.events));
				case 4, 5 -> {
					if (!this.handles.isEmpty()) {
						this.others.add(oneOf(this.handles).subscription.cancel());
					}
				}
				case 6, 7, 8, 9, 10, 11, 12, 13 -> {
					int payload = this.published.size();
					this.published.put(payload, this.client.publish("p", payload));
				}
				case 14 -> this.client.send("p", -1 - this.random.nextInt(Integer.MAX_VALUE - 1));
				case 15 -> {
					if (this.random.nextInt(5) == 0) {
						this.others.add(this.client.unsubscribeAll());
					}
				}
				case 16 -> {
					if (this.random.nextInt(10) == 0) {
						this.client.close();
						this.fixture.run();
						assertThat(this.handles).allMatch((handle) -> handle.subscription.ready().isDone(),
								"ready or not, as the client is closed");
						this.others.add(this.client.connect());
					}
				}
				case 17, 18, 19 -> this.fixture.time.advance(Duration.ofMillis(this.random.nextInt(6000)), () -> {
				});
				default -> {
				}
			}
		}

		private <T> T oneOf(List<T> list) {
			return list.get(this.random.nextInt(list.size()));
		}

		/** The server does what it should until nothing happens any more. */
		private void comeToRest() {
			this.server.nice = true;
			for (int i = 0; i < 120; i++) {
				this.server.step();
				this.fixture.advance(Duration.ofSeconds(1));
			}
		}

		private void check() {
			assertThat(this.client.status().state()).isEqualTo(ClientState.OPEN);
			assertThat(this.others).allMatch(CompletableFuture::isDone, "done");
			for (Map.Entry<Integer, CompletableFuture<Void>> entry : this.published.entrySet()) {
				String outcome = this.fixture.outcome(entry.getValue());
				String known = this.server.published.get(entry.getKey());
				if (known == null) {
					assertThat(outcome).as("never written")
						.isIn("QueueFullException", "RequestTimeoutException", "ClientClosedException");
				}
				else if (!known.equals(outcome)) {
					assertThat(outcome).as("answered " + known)
						.isIn("UnknownOutcomeException", "RequestTimeoutException", "ClientClosedException");
				}
			}
			assertThat(this.server.subscribed).containsExactlyInAnyOrderElementsOf(this.handles.stream()
				.map((handle) -> handle.subscription)
				.filter(ClientSubscription::isActive)
				.map(ClientSubscription::pattern)
				.distinct()
				.toList());
			for (Handle handle : this.handles) {
				assertThat(this.fixture.outcome(handle.subscription.ready())).isNotEqualTo("open");
				assertThat(handle.events).as("once and in order").isSorted().doesNotHaveDuplicates();
				if (handle.subscription.isActive()) {
					checkGaps(handle);
				}
			}
		}

		private void checkGaps(Handle handle) {
			TopicPattern pattern = TopicPattern.parse(handle.subscription.pattern());
			for (int i = handle.since; i < this.server.events.size(); i++) {
				Happened event = this.server.events.get(i);
				if (pattern.matches(event.topic()) && !handle.events.contains(i)) {
					assertThat(this.fixture.listener.gaps).as("event " + i + " that '" + pattern + "' did not hear of")
						.anyMatch((gap) -> gap.patterns().contains(pattern.text()) && !event.at().isBefore(gap.from())
								&& !event.at().isAfter(gap.to()));
				}
			}
		}

	}

}
