package io.vws.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.vws.delivery.OverflowPolicy;
import io.vws.wire.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a {@link QueuedLink} ends, and how it holds back a peer that asks too much.
 */
class QueuedLinkEndTests {

	private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final RecordingTransport transport = new RecordingTransport();

	private final ManualExecutor executor = new ManualExecutor();

	private final CoarseClock clock = new CoarseClock();

	private final List<String> told = new ArrayList<>();

	private final QueuedLink link = new QueuedLink(new QueueLimits(1000, 100_000, OverflowPolicy.DISCONNECT),
			this.transport, new WriterThreads(this.executor, List.of(this.executor), this.executor), this.clock,
			new Told());

	@Test
	void closeSendsWhatWaitsAndThenTheCloseFrame() {
		for (int i = 0; i < 70; i++) {
			send("{" + i + "}");
		}
		this.link.close(CloseReason.NORMAL);
		assertThat(send("{late}")).isEqualTo(DeliveryOutcome.CLOSED);
		this.executor.runAll();
		assertThat(this.transport.frames()).hasSize(70);
		assertThat(this.transport.calls).endsWith("{69}", "flush", "close 1000");
		assertThat(send("{late}")).isEqualTo(DeliveryOutcome.CLOSED);
		this.link.ping();
		assertThat(this.executor.waiting()).isZero();
		assertThat(this.told).isEmpty();
	}

	@Test
	void closeNowDropsWhatWaits() {
		send("{1}");
		this.link.closeNow(CloseReason.SLOW_CONSUMER);
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("close 4008");
		assertThat(this.link.queuedMessages()).isZero();
	}

	@Test
	void closeWhenCalledAgainThenTheFirstReasonCounts() {
		send("{1}");
		this.link.close(CloseReason.GOING_AWAY);
		this.link.closeNow(CloseReason.NO_PONG);
		this.link.close(CloseReason.NORMAL);
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("close 1001");
	}

	@Test
	void closeWhenATaskIsWritingThenItClosesBehindTheRest() {
		this.transport.onWrite = (frame) -> {
			if (frame.text().equals("{1}")) {
				send("{2}");
				this.link.close(CloseReason.NORMAL);
			}
		};
		send("{1}");
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("{1}", "flush", "{2}", "flush", "close 1000");
	}

	@Test
	void closeWhenHeldThenItClosesAfterTheRelease() {
		this.link.hold();
		send("{1}");
		this.link.close(CloseReason.NORMAL);
		this.executor.runAll();
		assertThat(this.transport.calls).isEmpty();
		this.link.release();
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("{1}", "flush", "close 1000");
	}

	@Test
	void checkWhenClosingTakesTooLongThenAborts() {
		send("{1}");
		this.link.close(CloseReason.GOING_AWAY);
		this.clock.advance(CLOSE_TIMEOUT.toNanos() - 1);
		assertThat(this.link.check(WRITE_TIMEOUT)).isFalse();
		assertThat(this.told).isEmpty();
		this.clock.advance(1);
		assertThat(this.link.check(WRITE_TIMEOUT)).isFalse();
		assertThat(this.told).containsExactly("broken");
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("abort 1001");
	}

	/** A close frame was sent and the peer never answered it. */
	@Test
	void checkWhenTheHandshakeTakesTooLongThenAborts() {
		this.link.close(CloseReason.GOING_AWAY);
		this.executor.runAll();
		this.clock.advance(CLOSE_TIMEOUT.toNanos());
		this.link.check(WRITE_TIMEOUT);
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("close 1001", "abort 1001");
		assertThat(this.told).containsExactly("broken");
	}

	/** Trying again to close must not give a peer that does not read more time. */
	@Test
	void checkWhenClosedAgainThenTheTimeRunsFromTheFirst() {
		this.link.close(CloseReason.GOING_AWAY);
		this.clock.advance(CLOSE_TIMEOUT.toNanos() - 1);
		this.link.closeNow(CloseReason.NO_PONG);
		this.clock.advance(1);
		this.link.check(WRITE_TIMEOUT);
		assertThat(this.told).containsExactly("broken");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void runWhenTransportIsBrokenThenEndsOnce(boolean ping) {
		this.transport.broken = true;
		send("{1}");
		send("{2}");
		if (ping) {
			this.link.ping();
		}
		this.executor.runAll();
		assertThat(this.told).containsExactly("broken");
		assertThat(this.transport.calls).containsExactly("abort 1011");
		assertThat(send("{3}")).isEqualTo(DeliveryOutcome.CLOSED);
		assertThat(this.link.queuedMessages()).isLessThanOrEqualTo(2);
		this.link.close(CloseReason.NORMAL);
		this.link.ping();
		assertThat(this.executor.waiting()).isZero();
	}

	@Test
	void runWhenTransportFailsUnexpectedlyThenEnds() {
		this.transport.onWrite = (frame) -> {
			throw new IllegalStateException("closed by the container");
		};
		send("{1}");
		this.executor.runAll();
		assertThat(this.told).containsExactly("broken");
		assertThat(this.transport.calls).containsExactly("abort 1011");
	}

	@Test
	void runWhenCloseFailsThenAbortsWithTheReason() {
		this.transport.broken = true;
		this.link.close(CloseReason.GOING_AWAY);
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("abort 1001");
		assertThat(this.told).containsExactly("broken");
	}

	@Test
	void abortWhenWritingThenNothingMoreIsWritten() {
		this.transport.onWrite = (frame) -> {
			if (frame.text().equals("{0}")) {
				this.link.abort(CloseReason.ABNORMAL);
			}
		};
		for (int i = 0; i < 100; i++) {
			send("{" + i + "}");
		}
		this.executor.runAll();
		assertThat(this.transport.frames()).hasSize(64);
		assertThat(this.transport.calls).endsWith("flush", "abort 1011");
		assertThat(this.link.queuedMessages()).isZero();
	}

	@Test
	void sendWhenTheThreadsHaveStoppedThenEnds() {
		this.executor.shutdown();
		send("{1}");
		assertThat(this.told).containsExactly("broken");
		assertThat(this.transport.calls).containsExactly("abort 1001");
	}

	@Test
	void limitReadingWhenTooManyAnswersWaitThenSuspendsOnce() {
		for (int i = 0; i < 64; i++) {
			answer();
			assertThat(this.link.limitReading()).isTrue();
		}
		assertThat(this.transport.calls).isEmpty();
		answer();
		assertThat(this.link.limitReading()).isTrue();
		answer();
		assertThat(this.link.limitReading()).isTrue();
		assertThat(this.link.unansweredRequests()).isEqualTo(66);
		assertThat(this.transport.calls).containsExactly("suspend");
	}

	@Test
	void limitReadingWhenTheContainerCannotThenSaysSo() {
		this.transport.suspendable = false;
		for (int i = 0; i < 65; i++) {
			answer();
		}
		assertThat(this.link.limitReading()).isFalse();
		this.executor.runAll();
		assertThat(this.link.limitReading()).isTrue();
		assertThat(this.transport.count("resume")).isZero();
	}

	@Test
	void limitReadingWhenOnlyEventsWaitThenDoesNothing() {
		for (int i = 0; i < 200; i++) {
			send("{" + i + "}");
		}
		assertThat(this.link.limitReading()).isTrue();
		assertThat(this.transport.calls).isEmpty();
	}

	/**
	 * When the last batch held more than 32 answers, nobody looked again after it had
	 * left, and the peer was never read again.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 65, 96, 97, 100, 128, 129, 200 })
	void runWhenTheAnswersHaveLeftThenReadsOn(int answers) {
		for (int i = 0; i < answers; i++) {
			answer();
			this.link.limitReading();
		}
		this.executor.runAll();
		assertThat(this.transport.count("suspend")).isOne();
		assertThat(this.transport.count("resume")).isOne();
		assertThat(this.transport.frames()).hasSize(answers);
		assertThat(this.link.unansweredRequests()).isZero();
	}

	@Test
	void runWhenFewAnswersAreLeftThenReadsOnBeforeTheLast() {
		for (int i = 0; i < 90; i++) {
			answer();
		}
		this.link.limitReading();
		this.executor.runAll();
		assertThat(this.transport.calls.indexOf("resume")).isBetween(65, 66);
	}

	private DeliveryOutcome send(String text) {
		return this.link.send(Frame.event("a", text), null);
	}

	private void answer() {
		assertThat(this.link.send(Frame.answer("{}"), null)).isEqualTo(DeliveryOutcome.QUEUED);
	}

	/** Writes down what the link tells. */
	private final class Told implements QueuedLink.Listener {

		@Override
		public void dropped(long events) {
			QueuedLinkEndTests.this.told.add("dropped " + events);
		}

		@Override
		public void pinged() {
			QueuedLinkEndTests.this.told.add("pinged");
		}

		@Override
		public void ended() {
			QueuedLinkEndTests.this.told.add("broken");
		}

	}

}
