package io.vws.spring.event;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.vws.client.ReceivedEvent;
import io.vws.client.RequestRefusedException;
import io.vws.client.VwsClient;
import io.vws.spring.client.VwsClientLifecycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Listeners at another server, by a client that is not there.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ClientListenerTests {

	private final ListenerTester tester = new ListenerTester();

	private final FakeClient client = new FakeClient();

	private void run(Class<?> listener, ContextConsumer<AssertableApplicationContext> consumer) {
		runner(listener).run(consumer);
	}

	private ApplicationContextRunner runner(Class<?> listener) {
		return this.tester.runner.withBean("remote", VwsClient.class, () -> this.client).withBean("listener", listener);
	}

	/** Start a thread that hands over more events than there is room for. */
	private Thread waitingReader(int events) {
		Thread reading = new Thread(() -> {
			for (int i = 0; i < events; i++) {
				this.client.receive("refuse/x", String.valueOf(i));
			}
		});
		reading.start();
		await().until(() -> reading.getState() == Thread.State.WAITING);
		return reading;
	}

	@Test
	void eventsOfTheClientAreHandledAndResultsPublishedByIt() {
		run(Remote.class, (context) -> {
			ListenerTester.publish(context, "orders/8", "local");
			this.client.receive("orders/7", "\"remote\"");
			await().untilAsserted(() -> assertThat(this.client.published).containsExactly("acks/7 \"remote\""));
			Remote listener = context.getBean(Remote.class);
			assertThat(listener.calls).containsExactly("remote 7 00-1 orders/7 orders/+id");
			assertThat(this.tester.failures).isEmpty();
		});
	}

	/** Each of its subscriptions brings the event. */
	@Test
	void eventThatSeveralPatternsMatchIsHandledOnce() {
		run(Overlapping.class, (context) -> {
			assertThat(this.client.subscriptions).extracting((subscription) -> subscription.pattern())
				.containsExactly("a/#", "+/b");
			this.client.receive("a/b", "1");
			this.client.receive("c/b", "2");
			Overlapping listener = context.getBean(Overlapping.class);
			await().untilAsserted(() -> assertThat(listener.calls).containsExactly(1, 2));
		});
	}

	/** Symptom: nobody got it, although the server sent it. */
	@Test
	void eventThatSeveralPatternsMatchIsHandledWhenTheServerRefusesTheFirst() {
		run(Overlapping.class, (context) -> {
			this.client.refuse("a/#");
			this.client.receive("a/b", "1");
			this.client.receive("c/b", "2");
			Overlapping listener = context.getBean(Overlapping.class);
			await().untilAsserted(() -> assertThat(listener.calls).containsExactly(1, 2));
		});
	}

	/** As when two placeholders stand for the same. */
	@Test
	void patternThatIsWrittenTwiceIsOne() {
		run(Twice.class, (context) -> {
			assertThat(this.client.subscriptions).extracting((subscription) -> subscription.pattern())
				.containsExactly("a/#");
			this.client.receive("a/b", "1");
			this.client.receive("a/b", "2");
			Twice listener = context.getBean(Twice.class);
			await().untilAsserted(() -> assertThat(listener.calls).containsExactly(1, 2));
		});
	}

	/** So that the client's own queue fills up, and its policy decides. */
	@Test
	void refusalMakesTheClientWait() {
		run(Slow.class, (context) -> {
			Slow listener = context.getBean(Slow.class);
			CountDownLatch received = new CountDownLatch(1);
			Thread reading = new Thread(() -> {
				for (int i = 0; i < 5; i++) {
					this.client.receive("refuse/x", String.valueOf(i));
				}
				received.countDown();
			});
			reading.start();
			await().until(() -> reading.getState() == Thread.State.WAITING);
			assertThat(received.getCount()).isEqualTo(1);
			listener.gate.countDown();
			assertThat(received.await(30, TimeUnit.SECONDS)).isTrue();
			await().untilAsserted(() -> assertThat(listener.calls).containsExactly(0, 1, 2, 3, 4));
			assertThat(this.tester.failures).isEmpty();
		});
	}

	/**
	 * All three must be in the method at the same time, or nobody gets past the barrier.
	 */
	@Test
	void concurrencyHandlesSeveralTopicsAtOnceAndEachInOrder() {
		run(Concurrent.class, (context) -> {
			Concurrent listener = context.getBean(Concurrent.class);
			for (int i = 0; i < 100; i++) {
				for (String lane : List.of("a", "b", "c")) {
					this.client.receive("lanes/" + lane, String.valueOf(i));
				}
			}
			await().until(() -> listener.handled.values().stream().mapToInt(List::size).sum() == 300);
			assertThat(listener.handled.keySet()).containsExactlyInAnyOrder("a", "b", "c");
			assertThat(listener.handled.values()).allSatisfy((numbers) -> assertThat(numbers)
				.containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList()));
			assertThat(this.tester.failures).isEmpty();
		});
	}

	/**
	 * Symptom: with a client all threads together had the capacity that on the bus each
	 * of them has, so a busy topic stopped the others.
	 */
	@Test
	void capacityIsThatOfEachThread() {
		run(Slow.class, (context) -> {
			Slow listener = context.getBean(Slow.class);
			AtomicInteger received = new AtomicInteger();
			Thread reading = new Thread(() -> {
				for (String topic : List.of("a", "a", "a", "b", "b", "b", "b")) {
					this.client.receive("two/" + topic, String.valueOf(received.getAndIncrement()));
				}
			});
			reading.start();
			await().untilAsserted(() -> assertThat(received).hasValue(7));
			await().until(() -> reading.getState() == Thread.State.WAITING);
			listener.gate.countDown();
			reading.join();
			await().untilAsserted(() -> assertThat(listener.calls).hasSize(7));
			assertThat(listener.calls).filteredOn((number) -> number < 3).containsExactly(0, 1, 2);
			assertThat(listener.calls).filteredOn((number) -> number >= 3).containsExactly(3, 4, 5, 6);
		});
	}

	@Test
	void policyThatDropsDoesNotMakeTheClientWait() {
		run(Slow.class, (context) -> {
			Slow listener = context.getBean(Slow.class);
			this.client.receive("newest/x", "0");
			assertThat(listener.entered.await(30, TimeUnit.SECONDS)).isTrue();
			for (int i = 1; i < 5; i++) {
				this.client.receive("newest/x", String.valueOf(i));
			}
			listener.gate.countDown();
			await().untilAsserted(() -> assertThat(listener.calls).containsExactly(0, 1, 2));
			assertThat(this.tester.failures).containsExactly(EventFailure.LISTENER_DROPPED,
					EventFailure.LISTENER_DROPPED);
		});
	}

	@Test
	void stopEndsTheSubscriptionAndHandlesWhatWaits() {
		run(Slow.class, (context) -> {
			Slow listener = context.getBean(Slow.class);
			ListenerLifecycle lifecycle = context.getBean("vwsClientListenerLifecycle", ListenerLifecycle.class);
			this.client.receive("newest/x", "0");
			assertThat(listener.entered.await(30, TimeUnit.SECONDS)).isTrue();
			this.client.receive("newest/x", "1");
			Thread stopping = new Thread(lifecycle::stop);
			stopping.start();
			await()
				.until(() -> this.client.subscriptions.stream().noneMatch((subscription) -> subscription.isActive()));
			listener.gate.countDown();
			stopping.join();
			assertThat(listener.calls).containsExactly(0, 1);
		});
	}

	/**
	 * Symptom: the thread of the client waited for room for ever, and with it the stop.
	 */
	@Test
	void clientThatWaitsIsLetGoWhenTheApplicationStops() {
		run(Slow.class, (context) -> {
			Slow listener = context.getBean(Slow.class);
			ListenerLifecycle lifecycle = context.getBean("vwsClientListenerLifecycle", ListenerLifecycle.class);
			Thread reading = waitingReader(4);
			Thread stopping = new Thread(lifecycle::stop);
			stopping.start();
			await().until(() -> !lifecycle.isRunning());
			listener.gate.countDown();
			stopping.join();
			reading.join();
			assertThat(listener.calls).startsWith(0, 1, 2);
		});
	}

	/** Symptom: the thread of the client waited for room for ever. */
	@Test
	void clientThatWaitsIsLetGoWhenAListenerDoesNotEnd() {
		runner(Slow.class).withPropertyValues("vws.listener.stop-timeout=10ms").run((context) -> {
			Thread reading = waitingReader(5);
			context.getBean("vwsClientListenerLifecycle", ListenerLifecycle.class).stop();
			reading.join();
			context.getBean(Slow.class).gate.countDown();
		});
	}

	/** By which the last results are published. */
	@Test
	void listenersStopBeforeTheirClients() {
		run(Remote.class,
				(context) -> assertThat(
						context.getBean("vwsClientListenerLifecycle", ListenerLifecycle.class).getPhase())
					.isGreaterThan(VwsClientLifecycle.PHASE));
	}

	@Test
	void refusedSubscriptionIsLogged(CapturedOutput output) {
		this.client.ready = CompletableFuture.failedFuture(new RequestRefusedException("forbidden", "no"));
		run(Remote.class,
				(context) -> assertThat(output)
					.contains("The listener 'remote' hears nothing of 'orders/+id', since the subscription failed: "
							+ "io.vws.client.RequestRefusedException at "));
	}

	@Test
	void resultThatTheServerRefusesIsAFailure(CapturedOutput output) {
		this.client.answer = CompletableFuture.failedFuture(new RequestRefusedException("forbidden", "no"));
		run(Remote.class, (context) -> {
			this.client.receive("orders/7", "\"PAYLOAD\"");
			await().untilAsserted(() -> assertThat(this.tester.failures).containsExactly(EventFailure.LISTENER_FAILED));
			await().untilAsserted(() -> assertThat(output).contains(
					"The listener 'remote' failed to handle an event: io.vws.client.RequestRefusedException at "));
		});
	}

	static class Remote {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@VwsListener(id = "remote", client = "remote", patterns = "orders/+id")
		@SendTo("acks/{id}")
		String handle(String text, @DestinationVariable int id, @Header("traceparent") String trace,
				@Header(VwsListener.TOPIC_HEADER) String topic, ReceivedEvent event) {
			this.calls.add(text + " " + id + " " + trace + " " + topic + " " + event.pattern());
			return text;
		}

	}

	static class Overlapping {

		private final List<Integer> calls = new CopyOnWriteArrayList<>();

		@VwsListener(client = "remote", patterns = { "a/#", "+/b" })
		void handle(int number) {
			this.calls.add(number);
		}

	}

	static class Twice {

		private final List<Integer> calls = new CopyOnWriteArrayList<>();

		@VwsListener(client = "remote", patterns = { "${one:a/#}", "${two:a/#}" })
		void handle(int number) {
			this.calls.add(number);
		}

	}

	static class Concurrent {

		private final Map<String, List<Integer>> handled = new ConcurrentHashMap<>();

		private final CyclicBarrier barrier = new CyclicBarrier(3);

		@VwsListener(client = "remote", patterns = "lanes/+lane", concurrency = 3)
		void handle(int number, @DestinationVariable String lane) throws Exception {
			this.barrier.await(30, TimeUnit.SECONDS);
			this.handled.computeIfAbsent(lane, (key) -> new CopyOnWriteArrayList<>()).add(number);
		}

	}

	static class Slow {

		private final List<Integer> calls = new CopyOnWriteArrayList<>();

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch gate = new CountDownLatch(1);

		@VwsListener(client = "remote", patterns = "refuse/+", queueCapacity = 2)
		@VwsListener(client = "remote", patterns = "two/+", concurrency = 2, queueCapacity = 2)
		@VwsListener(client = "remote", patterns = "newest/+", queueCapacity = 2,
				onOverflow = ListenerOverflow.DROP_NEWEST)
		void handle(int number) throws InterruptedException {
			this.entered.countDown();
			assertThat(this.gate.await(30, TimeUnit.SECONDS)).isTrue();
			this.calls.add(number);
		}

	}

}
