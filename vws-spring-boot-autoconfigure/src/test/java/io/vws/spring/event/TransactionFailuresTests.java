package io.vws.spring.event;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a transaction and an event that does not reach the bus mean to each other.
 */
@ExtendWith(OutputCaptureExtension.class)
class TransactionFailuresTests {

	private final TestTransactions transactions = new TestTransactions();

	private final RecordingBus recorded = new RecordingBus();

	private final List<EventFailure> failures = new ArrayList<>();

	private final GenericApplicationContext context = new GenericApplicationContext();

	@AfterEach
	void stop() {
		this.context.close();
	}

	private void start(EventFailurePolicy onFailure) {
		this.context.registerBean(ApplicationEventForwarder.class,
				() -> new ApplicationEventForwarder(this.recorded.bus, this.failures::add, JsonMapper.shared(),
						List.of(), new ForwardingSettings(PublishPhase.AFTER_COMMIT, onFailure)));
		this.context.refresh();
	}

	private void publish(String id) {
		this.context.publishEvent(new Placed(id));
	}

	@Test
	void failureAfterTheCommitIsCountedAndHarmsNobody() {
		start(EventFailurePolicy.THROW);
		this.transactions.run((rollback) -> {
			this.context.publishEvent(new Endless());
			publish("1");
		});
		assertThat(this.failures).containsExactly(EventFailure.BUS_REFUSED);
		assertThat(this.recorded.topics()).containsExactly("orders/1");
	}

	/** Symptom: those behind it were lost, and none was counted. */
	@Test
	void errorAfterTheCommitIsCountedAndHarmsNobody() {
		start(EventFailurePolicy.LOG);
		this.transactions.run((rollback) -> {
			this.context.publishEvent(new Erroneous("1"));
			publish("2");
		});
		assertThat(this.failures).containsExactly(EventFailure.BUS_REFUSED);
		assertThat(this.recorded.topics()).containsExactly("orders/2");
	}

	/** Before the commit, so that it can roll back. */
	@Test
	void failureOfTheMappingReachesThePublisherWhoAsksForItWithinTheTransaction() {
		start(EventFailurePolicy.THROW);
		assertThatExceptionOfType(EventMappingException.class).isThrownBy(() -> this.transactions.run((rollback) -> {
			publish("1");
			publish("+");
		}));
		assertThat(this.recorded.events()).isEmpty();
	}

	/**
	 * Symptom: a typo in an annotation rolled back the business around the event.
	 */
	@Test
	void malformedMappingDoesNotRollTheTransactionBack() {
		start(EventFailurePolicy.LOG);
		List<String> committed = new ArrayList<>();
		this.transactions.run((rollback) -> {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					committed.add("work");
				}

			});
			this.context.publishEvent(new Malformed("1"));
			publish("2");
		});
		assertThat(committed).containsExactly("work");
		assertThat(this.failures).containsExactly(EventFailure.MAPPING_FAILED);
		assertThat(this.recorded.topics()).containsExactly("orders/2");
	}

	/**
	 * Symptom: when the connection was lost during the commit, the events were neither
	 * published nor counted nor logged.
	 */
	@Test
	void eventsOfACommitOfWhichNobodyKnowsAreCountedAndLogged(CapturedOutput output) {
		start(EventFailurePolicy.LOG);
		this.transactions.loseConnection();
		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> this.transactions.run((rollback) -> {
				publish("1");
				publish("2");
			}));
		assertThat(this.recorded.events()).isEmpty();
		assertThat(this.failures).containsExactly(EventFailure.COMMIT_UNKNOWN, EventFailure.COMMIT_UNKNOWN);
		assertThat(output).contains("An application event of type " + Placed.class.getName()
				+ " did not reach the event bus: it is not known whether its transaction has committed");
	}

	@VwsTopic("orders/{id}")
	record Erroneous(String id) {

		public String getMissing() {
			throw new NoClassDefFoundError("missing");
		}

	}

	@VwsTopic("orders/{id}")
	record Placed(String id) {
	}

	@VwsTopic("malformed/{number}")
	record Malformed(String id) {
	}

	@VwsTopic("endless")
	static class Endless {

		public Endless getSelf() {
			return this;
		}

	}

}
