package io.vws.spring.event;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import io.vws.bus.EventRefusedException.Reason;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Order, threads, full queues and the end of listeners.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ListenerQueueingTests {

	private final ListenerTester tester = new ListenerTester();

	@Test
	void eventsAreHandledInOrderOnThreadsOfTheListeners() {
		this.tester.runner.withBean(Orderly.class).run((context) -> {
			IntStream.range(0, 500).forEach((number) -> ListenerTester.publish(context, "n/" + number, number));
			Orderly listener = context.getBean(Orderly.class);
			await().until(() -> listener.handled.size() == 500);
			assertThat(listener.handled).containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
			assertThat(listener.threads).allMatch((name) -> name.startsWith("vws-listener-"));
		});
	}

	/**
	 * All three must be in the method at the same time, or nobody gets past the barrier.
	 */
	@Test
	void concurrencyHandlesSeveralTopicsAtOnceAndEachInOrder() {
		this.tester.runner.withBean(Concurrent.class).run((context) -> {
			Concurrent listener = context.getBean(Concurrent.class);
			for (int i = 0; i < 100; i++) {
				for (String lane : List.of("a", "b", "c")) {
					ListenerTester.publish(context, "lanes/" + lane, i);
				}
			}
			await().until(() -> listener.handled.values().stream().mapToInt(List::size).sum() == 300);
			assertThat(listener.handled.keySet()).containsExactlyInAnyOrder("a", "b", "c");
			assertThat(listener.handled.values()).allSatisfy((numbers) -> assertThat(numbers)
				.containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList()));
		});
	}

	@Test
	void fullQueueRefusesTheEventForAll() {
		withSlow((context, slow) -> {
			List<String> others = ListenerTester.record(context, "refuse/#");
			ListenerTester.publish(context, "refuse/0", 0);
			slow.awaitEntered();
			ListenerTester.publish(context, "refuse/1", 1);
			ListenerTester.publish(context, "refuse/2", 2);
			assertThatExceptionOfType(EventRefusedException.class)
				.isThrownBy(() -> ListenerTester.publish(context, "refuse/3", 3))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.BUSY))
				.withMessage("The listener 'slow' handles events more slowly than they are published");
			assertThat(others).containsExactly("refuse/0 0", "refuse/1 1", "refuse/2 2");
			slow.gate.countDown();
			await().untilAsserted(
					() -> assertThat(slow.handled).containsExactly("refuse/0 0", "refuse/1 1", "refuse/2 2"));
			ListenerTester.publish(context, "refuse/4", 4);
			await().untilAsserted(() -> assertThat(slow.handled).hasSize(4));
			assertThat(this.tester.failures).isEmpty();
		});
	}

	@Test
	void roomIsGivenBackIfSomebodyElseRefuses() {
		withSlow((context, slow) -> {
			for (int i = 0; i < 10; i++) {
				assertThatExceptionOfType(EventRefusedException.class)
					.isThrownBy(() -> ListenerTester.publish(context, "refuse/x", new Endless()))
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_ENCODABLE));
			}
			slow.gate.countDown();
			ListenerTester.publish(context, "refuse/1", 1);
			await().untilAsserted(() -> assertThat(slow.handled).containsExactly("refuse/1 1"));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			policy  | handled                   | dropped
			oldest  | a 0, a 3, b 4             | 2
			newest  | a 0, a 1, b 2             | 2
			newest-of-topic | a 0, a 3, b 4     | 2
			""")
	void policyDropsAndCounts(String policy, String handled, int dropped, CapturedOutput output) {
		withSlow((context, slow) -> {
			ListenerTester.publish(context, policy + "/a", 0);
			slow.awaitEntered();
			ListenerTester.publish(context, policy + "/a", 1);
			ListenerTester.publish(context, policy + "/b", 2);
			ListenerTester.publish(context, policy + "/a", 3);
			ListenerTester.publish(context, policy + "/b", 4);
			slow.gate.countDown();
			List<String> expected = List.of(handled.split(", ")).stream().map((event) -> policy + "/" + event).toList();
			await().untilAsserted(() -> assertThat(slow.handled).containsExactlyElementsOf(expected));
			assertThat(this.tester.failures).hasSize(dropped).containsOnly(EventFailure.LISTENER_DROPPED);
			assertThat(output).contains("The listener '" + policy + "' was too slow, so an event was dropped");
		});
	}

	/** Symptom: an event that it matched in this moment was refused for all. */
	@Test
	void listenerThatHasEndedRefusesNothing() {
		this.tester.runner.withBean(Any.class).run((context) -> {
			ListenerLifecycle lifecycle = context.getBean("vwsListenerLifecycle", ListenerLifecycle.class);
			List<String> others = new CopyOnWriteArrayList<>();
			context.getBean(EventBus.class).subscribe(TopicPattern.parse("ended/x"), new Subscriber() {

				/** Asked before the listener, whose pattern is wider. */
				@Override
				public void prepare(Event event) {
					lifecycle.stop();
				}

				@Override
				public void deliver(Event event, Subscription subscription) {
					others.add(event.topic().text());
				}

			});
			ListenerTester.publish(context, "ended/x", 1);
			assertThat(others).containsExactly("ended/x");
			assertThat(context.getBean(Any.class).handled).isEmpty();
		});
	}

	/**
	 * Symptom: the events behind it on the same thread failed at once, since they waited.
	 */
	@Test
	void interruptionEndsWithItsEvent() {
		this.tester.runner.withBean(Interrupted.class).run((context) -> {
			Interrupted listener = context.getBean(Interrupted.class);
			for (String how : List.of("wait", "throw", "interrupt", "1", "2")) {
				ListenerTester.publish(context, "interrupted/" + how, 1);
			}
			listener.gate.countDown();
			await().untilAsserted(() -> assertThat(listener.handled).containsExactly("wait", "interrupt", "1", "2"));
			assertThat(this.tester.failures).containsExactly(EventFailure.LISTENER_FAILED);
		});
	}

	@Test
	void whatWaitsIsHandledBeforeTheApplicationStops() {
		withSlow((context, slow) -> {
			publishThree(context, slow);
			ListenerLifecycle lifecycle = context.getBean("vwsListenerLifecycle", ListenerLifecycle.class);
			Thread stopping = new Thread(((ConfigurableApplicationContext) context)::close);
			stopping.start();
			await().until(() -> !lifecycle.isRunning());
			slow.gate.countDown();
			stopping.join();
			assertThat(slow.handled).hasSize(3);
			assertThat(this.tester.failures).isEmpty();
		});
	}

	@Test
	void stopDoesNotWaitForEver(CapturedOutput output) {
		this.tester.runner.withBean(Slow.class).withPropertyValues("vws.listener.stop-timeout=10ms").run((context) -> {
			Slow slow = context.getBean(Slow.class);
			publishThree(context, slow);
			context.getSourceApplicationContext().close();
			assertThat(output).contains("The application stops before the listener 'slow' has handled all events");
			assertThat(this.tester.failures).contains(EventFailure.LISTENER_DROPPED, EventFailure.LISTENER_DROPPED);
			slow.gate.countDown();
		});
	}

	/** After so many events as one task handles, it is asked again. */
	@Test
	void executorThatIsShutDownEarlyDoesNotLoseWhatWaits() {
		this.tester.runner.withBean("mine", ThreadPoolTaskExecutor.class, () -> {
			ThreadPoolTaskExecutor own = new ThreadPoolTaskExecutor();
			own.setStrictEarlyShutdown(true);
			return own;
		}).withBean(OnOwnExecutor.class).run((context) -> {
			OnOwnExecutor listener = context.getBean(OnOwnExecutor.class);
			ThreadPoolTaskExecutor own = context.getBean("mine", ThreadPoolTaskExecutor.class);
			IntStream.range(0, 200).forEach((number) -> ListenerTester.publish(context, "own/x", number));
			assertThat(listener.entered.await(30, TimeUnit.SECONDS)).isTrue();
			Thread stopping = new Thread(context.getSourceApplicationContext()::close);
			stopping.start();
			await().until(() -> own.getThreadPoolExecutor().isShutdown());
			listener.gate.countDown();
			stopping.join();
			assertThat(listener.threads).hasSize(200).contains("mine-1", "vws-listener-1");
			assertThat(this.tester.failures).isEmpty();
		});
	}

	@Test
	void executorThatRejectsDoesNotLoseWhatWaits() {
		this.tester.runner.withBean("mine", Executor.class, () -> (task) -> {
			throw new RejectedExecutionException("full");
		}).withBean(OnOwnExecutor.class).run((context) -> {
			OnOwnExecutor listener = context.getBean(OnOwnExecutor.class);
			listener.gate.countDown();
			ListenerTester.publish(context, "own/x", 1);
			await().untilAsserted(() -> assertThat(listener.threads).containsExactly("vws-listener-1"));
		});
	}

	@Test
	void afterAStopAStartHearsAgain() {
		this.tester.runner.withBean(Orderly.class).run((context) -> {
			ListenerLifecycle lifecycle = context.getBean("vwsListenerLifecycle", ListenerLifecycle.class);
			Orderly listener = context.getBean(Orderly.class);
			lifecycle.stop();
			assertThat(lifecycle.isRunning()).isFalse();
			ListenerTester.publish(context, "n/1", 1);
			lifecycle.start();
			ListenerTester.publish(context, "n/2", 2);
			await().untilAsserted(() -> assertThat(listener.handled).containsExactly(2));
		});
	}

	/** One is in the method, and two wait. */
	private static void publishThree(ApplicationContext context, Slow slow) throws InterruptedException {
		ListenerTester.publish(context, "refuse/0", 0);
		slow.awaitEntered();
		ListenerTester.publish(context, "refuse/1", 1);
		ListenerTester.publish(context, "refuse/2", 2);
	}

	private void withSlow(Work work) {
		this.tester.runner.withBean(Slow.class).run((context) -> {
			Slow slow = context.getBean(Slow.class);
			try {
				work.run(context.getSourceApplicationContext(), slow);
			}
			finally {
				slow.gate.countDown();
			}
		});
	}

	private interface Work {

		void run(ApplicationContext context, Slow slow) throws Exception;

	}

	static class Any {

		private final List<Integer> handled = new CopyOnWriteArrayList<>();

		@VwsListener("ended/#")
		void handle(int number) {
			this.handled.add(number);
		}

	}

	static class Interrupted {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private final CountDownLatch gate = new CountDownLatch(1);

		@VwsListener("interrupted/+how")
		void handle(@DestinationVariable String how) throws InterruptedException {
			if (how.equals("throw")) {
				throw new InterruptedException();
			}
			assertThat(this.gate.await(30, TimeUnit.SECONDS)).isTrue();
			if (how.equals("interrupt")) {
				Thread.currentThread().interrupt();
			}
			this.handled.add(how);
		}

	}

	static class Orderly {

		private final List<Integer> handled = new CopyOnWriteArrayList<>();

		private final Set<String> threads = ConcurrentHashMap.newKeySet();

		@VwsListener("n/+")
		void handle(int number) {
			this.threads.add(Thread.currentThread().getName());
			this.handled.add(number);
		}

	}

	static class Concurrent {

		private final Map<String, List<Integer>> handled = new ConcurrentHashMap<>();

		private final CyclicBarrier barrier = new CyclicBarrier(3);

		@VwsListener(patterns = "lanes/+lane", concurrency = 3)
		void handle(int number, @DestinationVariable String lane) throws Exception {
			this.barrier.await(30, TimeUnit.SECONDS);
			this.handled.computeIfAbsent(lane, (key) -> new CopyOnWriteArrayList<>()).add(number);
		}

	}

	/** Stands at a gate with its first event. */
	static class Slow {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch gate = new CountDownLatch(1);

		@VwsListener(id = "slow", patterns = "refuse/+", queueCapacity = 2)
		@VwsListener(id = "oldest", patterns = "oldest/+", queueCapacity = 2, onOverflow = ListenerOverflow.DROP_OLDEST)
		@VwsListener(id = "newest", patterns = "newest/+", queueCapacity = 2, onOverflow = ListenerOverflow.DROP_NEWEST)
		@VwsListener(id = "newest-of-topic", patterns = "newest-of-topic/+", queueCapacity = 2,
				onOverflow = ListenerOverflow.CONFLATE)
		void handle(int number, @Header(VwsListener.TOPIC_HEADER) String topic) throws InterruptedException {
			this.entered.countDown();
			assertThat(this.gate.await(30, TimeUnit.SECONDS)).isTrue();
			this.handled.add(topic + " " + number);
		}

		void awaitEntered() throws InterruptedException {
			assertThat(this.entered.await(30, TimeUnit.SECONDS)).isTrue();
		}

	}

	static class OnOwnExecutor {

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch gate = new CountDownLatch(1);

		@VwsListener(patterns = "own/x", executor = "mine")
		void handle() throws InterruptedException {
			this.threads.add(Thread.currentThread().getName());
			this.entered.countDown();
			assertThat(this.gate.await(30, TimeUnit.SECONDS)).isTrue();
		}

	}

	static class Endless {

		public Endless getSelf() {
			return this;
		}

	}

}
