package io.vws.spring.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.event.TransactionalEventListenerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Application events and transactions: a rollback shows nothing, a commit shows once, and
 * each publisher's order is kept.
 */
@Timeout(60)
class TransactionalEventsTests {

	private final TestTransactions transactions = new TestTransactions();

	private final RecordingBus recorded = new RecordingBus();

	private EventBus bus = this.recorded.bus;

	private final List<EventFailure> failures = new ArrayList<>();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private ForwardingSettings settings = ForwardingSettings.defaults();

	@BeforeEach
	void prepare() {
		this.context.registerBean(TransactionalEventListenerFactory.class);
		this.context.registerBean(ApplicationEventForwarder.class, () -> new ApplicationEventForwarder(this.bus,
				this.failures::add, JsonMapper.shared(), List.of(), this.settings));
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	private void start(Class<?>... listeners) {
		for (Class<?> listener : listeners) {
			this.context.register(listener);
		}
		this.context.refresh();
	}

	private void publish(String id) {
		this.context.publishEvent(new Placed(id));
	}

	@Test
	void withoutATransactionAtOnce() {
		start();
		publish("1");
		assertThat(this.recorded.topics()).containsExactly("orders/1");
	}

	@Test
	void commitShowsOnceAndInOrder() {
		start();
		this.transactions.run((rollback) -> {
			publish("1");
			publish("2");
			assertThat(this.recorded.events()).isEmpty();
		});
		assertThat(this.recorded.topics()).containsExactly("orders/1", "orders/2");
		this.transactions.run((rollback) -> publish("3"));
		assertThat(this.recorded.topics()).containsExactly("orders/1", "orders/2", "orders/3");
	}

	@Test
	void rollbackShowsNothing() {
		start();
		this.transactions.run((rollback) -> {
			publish("1");
			rollback.run();
		});
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.transactions.run((rollback) -> {
			publish("2");
			throw new IllegalArgumentException("no");
		}));
		assertThat(this.recorded.events()).isEmpty();
		publish("3");
		assertThat(this.recorded.topics()).containsExactly("orders/3");
		assertThat(this.failures).isEmpty();
	}

	@Test
	void eachTransactionHasEventsOfItsOwn() {
		start();
		this.transactions.run((rollback) -> {
			publish("outer-1");
			this.transactions.run(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> publish("inner"));
			assertThat(this.recorded.topics()).containsExactly("orders/inner");
			publish("outer-2");
		});
		assertThat(this.recorded.topics()).containsExactly("orders/inner", "orders/outer-1", "orders/outer-2");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void rollbackOfOneOfTwoTransactionsShowsTheOther(boolean outer) {
		start();
		this.transactions.run((rollbackOuter) -> {
			publish("outer");
			this.transactions.run(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (rollbackInner) -> {
				publish("inner");
				if (!outer) {
					rollbackInner.run();
				}
			});
			if (outer) {
				rollbackOuter.run();
			}
		});
		assertThat(this.recorded.topics()).containsExactly(outer ? "orders/inner" : "orders/outer");
	}

	@Test
	void participationInATransactionWaitsForItsEnd() {
		start();
		this.transactions.run((rollback) -> {
			this.transactions.run((inner) -> publish("1"));
			assertThat(this.recorded.events()).isEmpty();
		});
		assertThat(this.recorded.topics()).containsExactly("orders/1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void returnToASavepointShowsNothingOfWhatCameAfter(boolean eventBefore) {
		start();
		this.transactions.run((rollback) -> {
			if (eventBefore) {
				publish("before");
			}
			this.transactions.run(TransactionDefinition.PROPAGATION_NESTED, (nested) -> {
				publish("within");
				nested.run();
			});
			this.transactions.run(TransactionDefinition.PROPAGATION_NESTED, (nested) -> publish("kept"));
			publish("after");
		});
		assertThat(this.recorded.topics()).containsExactlyElementsOf(eventBefore
				? List.of("orders/before", "orders/kept", "orders/after") : List.of("orders/kept", "orders/after"));
	}

	@Test
	void suspendedTransactionDoesNotCountForWhatRunsWithoutOne() {
		start();
		this.transactions.run((rollback) -> {
			publish("1");
			this.transactions.run(TransactionDefinition.PROPAGATION_NOT_SUPPORTED, (without) -> publish("2"));
			assertThat(this.recorded.topics()).containsExactly("orders/2");
			rollback.run();
		});
		assertThat(this.recorded.topics()).containsExactly("orders/2");
	}

	@Test
	void synchronizationWithoutATransactionIsNone() {
		start();
		this.transactions.run(TransactionDefinition.PROPAGATION_SUPPORTS, (rollback) -> {
			publish("1");
			assertThat(this.recorded.topics()).containsExactly("orders/1");
		});
	}

	@Test
	void annotationMayWantItAtOnce() {
		start();
		this.transactions.run((rollback) -> {
			this.context.publishEvent(new Tried("1"));
			assertThat(this.recorded.topics()).containsExactly("tried/1");
			rollback.run();
		});
	}

	@Test
	void settingsMayWantItAtOnceUnlessTheAnnotationSaysOtherwise() {
		this.settings = new ForwardingSettings(PublishPhase.IMMEDIATE, EventFailurePolicy.LOG);
		start();
		this.transactions.run((rollback) -> {
			publish("1");
			this.context.publishEvent(new Committed("2"));
			assertThat(this.recorded.topics()).containsExactly("orders/1");
		});
		assertThat(this.recorded.topics()).containsExactly("orders/1", "committed/2");
	}

	/** Cause before effect: a listener of the first event publishes the second. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nestedPublishersKeepTheOrder(boolean transaction) {
		start(Kitchen.class);
		if (transaction) {
			this.transactions.run((rollback) -> publish("1"));
		}
		else {
			publish("1");
		}
		assertThat(this.recorded.topics()).containsExactly("orders/1", "tried/1", "committed/1");
	}

	@Test
	void whatTheCommitCausesFollowsIt() {
		start(AfterCommit.class);
		this.transactions.run((rollback) -> publish("1"));
		assertThat(this.recorded.topics()).containsExactly("orders/1", "committed/1");
	}

	/** Symptom: it was published before its cause. */
	@Test
	void whatTheCommitCausesInATransactionOfItsOwnFollowsIt() {
		start();
		this.transactions.run((rollback) -> {
			publish("cause");
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
				@Override
				public void afterCommit() {
					TransactionalEventsTests.this.transactions.run(TransactionDefinition.PROPAGATION_REQUIRES_NEW,
							(inner) -> publish("effect"));
				}
			});
		});
		assertThat(this.recorded.topics()).containsExactly("orders/cause", "orders/effect");
	}

	@Test
	void whatARollbackCausesIsShown() {
		start(AfterRollback.class);
		this.transactions.run((rollback) -> {
			publish("1");
			rollback.run();
		});
		assertThat(this.recorded.topics()).containsExactly("committed/1");
	}

	@Test
	void asynchronousPublishersKeepTheirOrder() throws InterruptedException {
		List<Event> heard = Collections.synchronizedList(new ArrayList<>());
		this.bus = new InMemoryEventBus(JsonMapper.shared());
		this.bus.subscribe("steps/#", (event, subscription) -> heard.add(event));
		start();
		ExecutorService publishers = Executors.newFixedThreadPool(4);
		IntStream.range(0, 4).forEach((publisher) -> publishers.execute(() -> {
			for (int i = 0; i < 500; i += 2) {
				int step = i;
				this.transactions.run((rollback) -> this.context.publishEvent(new Step(publisher, step)));
				this.context.publishEvent(new Step(publisher, step + 1));
			}
		}));
		publishers.shutdown();
		assertThat(publishers.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
		for (int publisher = 0; publisher < 4; publisher++) {
			String prefix = "steps/" + publisher + "/";
			assertThat(heard.stream().map((event) -> event.topic().text()).filter((topic) -> topic.startsWith(prefix)))
				.containsExactlyElementsOf(IntStream.range(0, 500).mapToObj((step) -> prefix + step).toList());
		}
	}

	/**
	 * Symptom: with a multicaster that runs listeners on threads of its own, events
	 * overtook each other and knew nothing of the transaction.
	 */
	@Test
	void asynchronousMulticasterNeitherReordersNorLosesTheTransaction() {
		this.context.registerBean("applicationEventMulticaster", SimpleApplicationEventMulticaster.class, () -> {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor());
			return multicaster;
		});
		start();
		IntStream.range(0, 100).forEach((number) -> publish("n" + number));
		this.transactions.run((rollback) -> {
			publish("never");
			rollback.run();
		});
		assertThat(this.recorded.topics())
			.containsExactlyElementsOf(IntStream.range(0, 100).mapToObj((number) -> "orders/n" + number).toList());
	}

	@VwsTopic("orders/{id}")
	record Placed(String id) {
	}

	@VwsTopic(value = "tried/{id}", phase = PublishPhase.IMMEDIATE)
	record Tried(String id) {
	}

	@VwsTopic(value = "committed/{id}", phase = PublishPhase.AFTER_COMMIT)
	record Committed(String id) {
	}

	@VwsTopic("steps/{publisher}/{step}")
	record Step(int publisher, int step) {
	}

	/** Each event is the cause of the next. */
	static class Kitchen {

		@EventListener
		Confirmed confirm(Placed event) {
			return new Confirmed(event.id());
		}

		@EventListener
		Committed commit(Confirmed event) {
			return new Committed(event.id());
		}

	}

	@VwsTopic("tried/{id}")
	record Confirmed(String id) {
	}

	static class AfterCommit {

		@TransactionalEventListener
		Committed commit(Placed event) {
			return new Committed(event.id());
		}

	}

	static class AfterRollback {

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		Committed commit(Placed event) {
			return new Committed(event.id());
		}

	}

}
