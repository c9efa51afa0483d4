package io.vws.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Subscription;
import io.vws.delivery.OverflowPolicy;
import io.vws.wire.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What leaves on a {@link QueuedLink}, and when. Threads and time are the test's.
 */
class QueuedLinkTests {

	private final RecordingTransport transport = new RecordingTransport();

	private final ManualExecutor executor = new ManualExecutor();

	private final CoarseClock clock = new CoarseClock();

	private final List<String> told = new ArrayList<>();

	private final QueuedLink link = link(OverflowPolicy.DISCONNECT);

	private QueuedLink link(OverflowPolicy policy) {
		return new QueuedLink(new QueueLimits(200, 100_000, policy), this.transport,
				new WriterThreads(this.executor, List.of(this.executor), this.executor), this.clock, new Told());
	}

	@Test
	void sendWhenMessageIsAloneThenItGoesAtOnceWithOneFlush() {
		assertThat(send("{1}")).isEqualTo(DeliveryOutcome.QUEUED);
		assertThat(this.executor.waiting()).isOne();
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("{1}", "flush");
		assertThat(send("{2}")).isEqualTo(DeliveryOutcome.QUEUED);
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("{1}", "flush", "{2}", "flush");
		assertThat(this.link.queuedMessages()).isZero();
		assertThat(this.link.queuedBytes()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "64, 1", "65, 2", "128, 2", "130, 3", "200, 4" })
	void sendWhenThereIsABacklogThenOneTaskWritesItInBatches(int frames, int flushes) {
		List<String> sent = new ArrayList<>();
		for (int i = 0; i < frames; i++) {
			sent.add("{" + i + "}");
			send("{" + i + "}");
		}
		assertThat(this.executor.waiting()).isOne();
		assertThat(this.link.queuedMessages()).isEqualTo(frames);
		this.executor.runAll();
		assertThat(this.transport.frames()).isEqualTo(sent);
		assertThat(this.transport.count("flush")).isEqualTo(flushes);
		if (frames > 64) {
			assertThat(this.transport.calls.indexOf("flush")).isEqualTo(64);
		}
	}

	@Test
	void sendWhenFramesAreLargeThenABatchEndsAt64KiB() {
		for (int i = 0; i < 4; i++) {
			send("{" + "x".repeat(22_000));
		}
		this.executor.runAll();
		assertThat(this.transport.calls).extracting((call) -> call.charAt(0))
			.containsExactly('{', '{', '{', 'f', '{', 'f');
	}

	@Test
	void sendWhenATaskIsWritingThenItWritesOn() {
		this.transport.onWrite = (frame) -> {
			if (frame.text().equals("{1}")) {
				send("{2}");
				assertThat(this.executor.waiting()).isZero();
				assertThat(this.link.queuedMessages()).isEqualTo(2);
			}
		};
		send("{1}");
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("{1}", "flush", "{2}", "flush");
	}

	@Test
	void sendWhenSubscriptionIsCancelledThenNothingIsSent() {
		Subscription subscription = new InMemoryEventBus(JsonMapper.builder().build()).subscribe("a", (event, via) -> {
		});
		Frame frame = Frame.event("a", "{1}");
		assertThat(this.link.send(frame, subscription)).isEqualTo(DeliveryOutcome.QUEUED);
		subscription.cancel();
		assertThat(this.link.send(frame, subscription)).isEqualTo(DeliveryOutcome.UNWANTED);
		assertThat(this.link.queuedMessages()).isOne();
	}

	@Test
	void sendWhenQueueIsFullThenFull() {
		for (int i = 0; i < 200; i++) {
			assertThat(send("{" + i + "}")).isEqualTo(DeliveryOutcome.QUEUED);
		}
		assertThat(send("{200}")).isEqualTo(DeliveryOutcome.OVERFLOW);
		assertThat(this.told).isEmpty();
	}

	@Test
	void sendWhenPolicyDropsThenTheListenerIsTold() {
		QueuedLink dropping = link(OverflowPolicy.DROP_NEWEST);
		for (int i = 0; i < 202; i++) {
			DeliveryOutcome outcome = dropping.send(Frame.event("a", "{" + i + "}"), null);
			assertThat(outcome).isEqualTo((i < 200) ? DeliveryOutcome.QUEUED : DeliveryOutcome.DROPPED);
		}
		assertThat(this.told).containsExactly("dropped 1", "dropped 1");
	}

	@Test
	void holdWhenSomethingIsSentThenNothingLeavesUntilTheLastRelease() {
		this.link.hold();
		this.link.hold();
		send("{1}");
		this.link.ping();
		this.link.release();
		assertThat(this.executor.waiting()).isZero();
		send("{2}");
		this.link.release();
		assertThat(this.executor.waiting()).isOne();
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("ping", "{1}", "{2}", "flush");
	}

	@Test
	void holdWhenATaskIsWritingThenNoFurtherBatchLeaves() {
		this.transport.onWrite = (frame) -> {
			if (frame.text().equals("{1}")) {
				this.link.hold();
				send("{2}");
			}
		};
		send("{1}");
		this.executor.runAll();
		assertThat(this.transport.frames()).containsExactly("{1}");
		this.link.release();
		this.executor.runAll();
		assertThat(this.transport.frames()).containsExactly("{1}", "{2}");
	}

	@Test
	void releaseWhenNothingWaitsThenNoTaskStarts() {
		this.link.hold();
		this.link.release();
		assertThat(this.executor.waiting()).isZero();
	}

	@Test
	void sendWhenTheTransportKeepsABatchThenTheNextGoesOnceItHasLeft() {
		this.transport.mayWait = false;
		QueuedLink link = link(OverflowPolicy.DISCONNECT);
		link.send(Frame.event("t", "{1}"), null);
		this.executor.runAll();
		link.send(Frame.event("t", "{2}"), null);
		link.ping();
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("{1}", "flush");
		assertThat(link.queuedMessages()).isEqualTo(2);
		this.transport.written();
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("{1}", "flush", "ping", "{2}", "flush");
		this.transport.written();
		this.executor.runAll();
		assertThat(link.queuedMessages()).isZero();
	}

	/** A turn more would wake up a thread for nothing. */
	@Test
	void sendWhenTheTransportNeverWaitsThenTheTaskTakesOneTurnForEachBatch() {
		this.transport.mayWait = false;
		this.transport.onWrite = (frame) -> this.transport.written();
		QueuedLink link = link(OverflowPolicy.DISCONNECT);
		for (int i = 0; i < 65; i++) {
			link.send(Frame.event("t", "{" + i + "}"), null);
		}
		assertThat(this.executor.waiting()).isOne();
		this.executor.runNext();
		assertThat(this.transport.frames()).hasSize(64);
		assertThat(this.executor.waiting()).isOne();
		this.executor.runNext();
		assertThat(this.transport.frames()).hasSize(65);
		assertThat(this.executor.waiting()).isZero();
		assertThat(link.queuedMessages()).isZero();
	}

	@Test
	void sendWhenABatchHasLeftBeforeTheWriteReturnsThenTheNextGoes() {
		this.transport.mayWait = false;
		QueuedLink link = link(OverflowPolicy.DISCONNECT);
		this.transport.onWrite = (frame) -> this.transport.written();
		link.send(Frame.event("t", "{1}"), null);
		this.executor.runAll();
		link.send(Frame.event("t", "{2}"), null);
		this.executor.runAll();
		assertThat(this.transport.frames()).containsExactly("{1}", "{2}");
		assertThat(link.queuedMessages()).isZero();
	}

	@Test
	void closeWhenTheTransportKeepsABatchThenItGoesBehindIt() {
		this.transport.mayWait = false;
		QueuedLink link = link(OverflowPolicy.DISCONNECT);
		link.send(Frame.event("t", "{1}"), null);
		this.executor.runAll();
		link.close(CloseReason.NORMAL);
		this.executor.runAll();
		assertThat(this.transport.count("close 1000")).isZero();
		this.transport.written();
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("{1}", "flush", "close 1000");
	}

	@Test
	void checkWhenWhatTheTransportKeepsDoesNotLeaveThenTheLinkIsStuck() {
		this.transport.mayWait = false;
		QueuedLink link = link(OverflowPolicy.DISCONNECT);
		link.send(Frame.event("t", "{1}"), null);
		this.executor.runAll();
		assertThat(link.check(Duration.ofSeconds(10))).isFalse();
		this.clock.advance(Duration.ofSeconds(11).toNanos());
		assertThat(link.check(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void pingWhenNothingWaitsThenItGoesAtOnce() {
		this.link.ping();
		this.link.ping();
		this.executor.runAll();
		assertThat(this.transport.calls).containsExactly("ping");
		assertThat(this.told).containsExactly("pinged");
	}

	@Test
	void pingWhenThereIsABacklogThenItGoesBetweenTwoBatches() {
		this.transport.onWrite = (frame) -> {
			if (frame.text().equals("{3}")) {
				this.link.ping();
			}
		};
		for (int i = 0; i < 100; i++) {
			send("{" + i + "}");
		}
		this.executor.runAll();
		assertThat(this.transport.calls.indexOf("ping")).isEqualTo(65);
		assertThat(this.transport.calls.get(64)).isEqualTo("flush");
		assertThat(this.transport.frames()).hasSize(100);
	}

	@Test
	void checkWhenABatchTakesTooLongThenSaysSo() {
		Duration timeout = Duration.ofSeconds(10);
		this.transport.onWrite = (frame) -> {
			this.clock.advance(timeout.toNanos() - 1);
			assertThat(this.link.check(timeout)).isFalse();
			this.clock.advance(1);
			assertThat(this.link.check(timeout)).isTrue();
		};
		send("{1}");
		this.executor.runAll();
		this.clock.advance(2 * timeout.toNanos());
		assertThat(this.link.check(timeout)).isFalse();
		assertThat(this.told).isEmpty();
	}

	@Test
	void checkWhenNoThreadIsFreeThenTheWaitCountsToo() {
		send("{1}");
		this.clock.advance(Duration.ofSeconds(10).toNanos());
		assertThat(this.link.check(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void checkWhenEachBatchIsFastEnoughThenTheBacklogMayTakeLonger() {
		this.transport.onWrite = (frame) -> {
			this.clock.advance(Duration.ofMillis(100).toNanos());
			assertThat(this.link.check(Duration.ofSeconds(10))).isFalse();
		};
		for (int i = 0; i < 200; i++) {
			send("{" + i + "}");
		}
		this.executor.runAll();
		assertThat(this.clock.nanos()).isEqualTo(Duration.ofSeconds(20).toNanos());
	}

	private DeliveryOutcome send(String text) {
		return this.link.send(Frame.event("a", text), null);
	}

	/** Writes down what the link tells. */
	private final class Told implements QueuedLink.Listener {

		@Override
		public void dropped(long events) {
			QueuedLinkTests.this.told.add("dropped " + events);
		}

		@Override
		public void pinged() {
			QueuedLinkTests.this.told.add("pinged");
		}

		@Override
		public void ended() {
			QueuedLinkTests.this.told.add("broken");
		}

	}

}
