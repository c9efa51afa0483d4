package io.vws.server;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.vws.delivery.OverflowPolicy;
import io.vws.wire.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bounds and policies of {@link OutboundQueue}. An event is written as topic and number,
 * such as {@code a1}, an answer begins with {@code !}; each character is a byte.
 */
class OutboundQueueTests {

	@ParameterizedTest
	@EnumSource
	void offerWhenMessagesAreBelowTheLimitThenTakesThem(OverflowPolicy policy) {
		OutboundQueue queue = queue(3, 100, policy);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "b2", "!3");
		assertThat(queue.size()).isEqualTo(3);
		assertThat(queue.waiting()).isEqualTo(3);
		assertThat(queue.bytes()).isEqualTo(6);
		assertThat(queue.answers()).isOne();
		assertThat(take(queue)).containsExactly("a1", "b2", "!3");
		assertThat(queue.takeDropped()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void offerWhenBytesAreAtTheLimitThenTakesThem(OverflowPolicy policy) {
		OutboundQueue queue = queue(100, 10, policy);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "b2", "c34567");
		assertThat(queue.bytes()).isEqualTo(10);
		assertThat(take(queue)).containsExactly("a1", "b2", "c34567");
	}

	@Test
	void offerWhenFullAndPolicyIsDisconnectThenFull() {
		OutboundQueue queue = queue(2, 100, OverflowPolicy.DISCONNECT);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "a2");
		offer(queue, DeliveryOutcome.OVERFLOW, "a3", "!4");
		assertThat(take(queue)).containsExactly("a1", "a2");
		assertThat(queue.takeDropped()).isZero();
	}

	@Test
	void offerWhenBytesAreFullAndPolicyIsDisconnectThenFull() {
		OutboundQueue queue = queue(100, 4, OverflowPolicy.DISCONNECT);
		offer(queue, DeliveryOutcome.QUEUED, "a1");
		offer(queue, DeliveryOutcome.OVERFLOW, "a23");
		offer(queue, DeliveryOutcome.QUEUED, "a4");
		assertThat(take(queue)).containsExactly("a1", "a4");
	}

	@Test
	void offerWhenFullAndPolicyIsDropNewestThenDropsIt() {
		OutboundQueue queue = queue(2, 100, OverflowPolicy.DROP_NEWEST);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "a2");
		offer(queue, DeliveryOutcome.DROPPED, "a3", "a4");
		assertThat(queue.takeDropped()).isEqualTo(2);
		assertThat(queue.takeDropped()).isZero();
		assertThat(take(queue)).containsExactly("a1", "a2");
	}

	@Test
	void offerWhenFullAndPolicyIsDropOldestThenDropsTheOldestEvents() {
		OutboundQueue queue = queue(3, 100, OverflowPolicy.DROP_OLDEST);
		offer(queue, DeliveryOutcome.QUEUED, "!0", "a1", "a2", "a3", "a4");
		assertThat(queue.takeDropped()).isEqualTo(2);
		assertThat(take(queue)).containsExactly("!0", "a3", "a4");
	}

	@Test
	void offerWhenBytesAreFullAndPolicyIsDropOldestThenDropsAsManyAsNeeded() {
		OutboundQueue queue = queue(100, 10, OverflowPolicy.DROP_OLDEST);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "!2", "a3", "a4", "a5", "a67890");
		assertThat(queue.takeDropped()).isEqualTo(3);
		assertThat(take(queue)).containsExactly("!2", "a5", "a67890");
	}

	@Test
	void offerWhenOnlyAnswersWaitAndPolicyIsDropOldestThenDropsTheEvent() {
		OutboundQueue queue = queue(2, 100, OverflowPolicy.DROP_OLDEST);
		offer(queue, DeliveryOutcome.QUEUED, "!1", "!2");
		offer(queue, DeliveryOutcome.DROPPED, "a3");
		assertThat(queue.takeDropped()).isOne();
		assertThat(take(queue)).containsExactly("!1", "!2");
	}

	/**
	 * An event that fits under no circumstances emptied the whole queue, and was dropped
	 * all the same.
	 */
	@Test
	void offerWhenNotEvenAnEmptyQueueHasRoomAndPolicyIsDropOldestThenTheOthersStay() {
		OutboundQueue queue = queue(4, 10, OverflowPolicy.DROP_OLDEST);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "!2", "a3");
		assertThat(queue.nextBatch(1, 100)).hasSize(1);
		offer(queue, DeliveryOutcome.DROPPED, "a4567890", "b456789012345");
		assertThat(queue.takeDropped()).isEqualTo(2);
		offer(queue, DeliveryOutcome.QUEUED, "a45678");
		assertThat(queue.takeDropped()).isOne();
		assertThat(take(queue)).containsExactly("!2", "a45678");
	}

	@Test
	void offerWhenFullAndPolicyIsConflateThenKeepsTheNewestOfEachTopicInOrder() {
		OutboundQueue queue = queue(4, 100, OverflowPolicy.CONFLATE);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "b2", "a3", "b4");
		assertThat(queue.takeDropped()).isZero();
		offer(queue, DeliveryOutcome.QUEUED, "c5");
		assertThat(queue.takeDropped()).isEqualTo(2);
		offer(queue, DeliveryOutcome.QUEUED, "a6", "!7", "b8");
		assertThat(queue.takeDropped()).isEqualTo(2);
		assertThat(take(queue)).containsExactly("c5", "a6", "!7", "b8");
	}

	@Test
	void offerWhenConflatingAndTopicHasLeftThenAddsIt() {
		OutboundQueue queue = queue(2, 100, OverflowPolicy.CONFLATE);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "b2", "b3");
		assertThat(names(queue.nextBatch(1, 100))).containsExactly("a1");
		queue.written();
		offer(queue, DeliveryOutcome.QUEUED, "a4", "b5");
		assertThat(queue.takeDropped()).isEqualTo(2);
		assertThat(take(queue)).containsExactly("a4", "b5");
	}

	@Test
	void offerWhenConflatedQueueWasEmptyThenConflatesNoMore() {
		OutboundQueue queue = queue(2, 100, OverflowPolicy.CONFLATE);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "a2", "a3");
		assertThat(take(queue)).containsExactly("a3");
		offer(queue, DeliveryOutcome.QUEUED, "a4", "a5");
		assertThat(take(queue)).containsExactly("a4", "a5");
		assertThat(queue.takeDropped()).isEqualTo(2);
	}

	@Test
	void offerWhenNewestOfEachTopicDoNotFitThenFull() {
		OutboundQueue queue = queue(2, 100, OverflowPolicy.CONFLATE);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "b2");
		offer(queue, DeliveryOutcome.OVERFLOW, "c3");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "DISCONNECT")
	void offerWhenEventsFillTheQueueThenAnswersHaveTheirOwnRoom(OverflowPolicy policy) {
		OutboundQueue queue = queue(3, 100, policy);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "b2", "c3", "!4", "!5", "!6");
		offer(queue, DeliveryOutcome.OVERFLOW, "!7");
		assertThat(queue.answers()).isEqualTo(3);
		assertThat(queue.size()).isEqualTo(6);
		assertThat(take(queue)).containsExactly("a1", "b2", "c3", "!4", "!5", "!6");
		assertThat(queue.takeDropped()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void offerWhenAnswersAloneAreOverTheBoundThenFull(OverflowPolicy policy) {
		OutboundQueue messages = queue(2, 100, policy);
		offer(messages, DeliveryOutcome.QUEUED, "!1", "!2");
		offer(messages, DeliveryOutcome.OVERFLOW, "!3");
		OutboundQueue bytes = queue(100, 5, policy);
		offer(bytes, DeliveryOutcome.QUEUED, "!1", "!23");
		offer(bytes, DeliveryOutcome.OVERFLOW, "!");
		assertThat(take(bytes)).containsExactly("!1", "!23");
	}

	@ParameterizedTest
	@EnumSource
	void offerWhenAnswersAreBeingWrittenThenTheyCountToo(OverflowPolicy policy) {
		OutboundQueue queue = queue(2, 100, policy);
		offer(queue, DeliveryOutcome.QUEUED, "!1", "!2");
		assertThat(queue.nextBatch(2, 100)).hasSize(2);
		assertThat(queue.answers()).isEqualTo(2);
		assertThat(queue.waiting()).isZero();
		offer(queue, DeliveryOutcome.OVERFLOW, "!3");
		queue.written();
		assertThat(queue.answers()).isZero();
		offer(queue, DeliveryOutcome.QUEUED, "!3");
	}

	@Test
	void nextBatchWhenBytesAreReachedThenTakesNoMore() {
		OutboundQueue queue = queue(100, 1000, OverflowPolicy.DISCONNECT);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "a2", "a3", "a4");
		assertThat(names(queue.nextBatch(64, 3))).containsExactly("a1", "a2");
		assertThat(names(queue.nextBatch(64, 1))).containsExactly("a3");
		assertThat(names(queue.nextBatch(64, 100))).containsExactly("a4");
		assertThat(queue.nextBatch(64, 100)).isEmpty();
		assertThat(queue.size()).isEqualTo(4);
		queue.written();
		assertThat(queue.size()).isZero();
		assertThat(queue.bytes()).isZero();
	}

	@Test
	void clearDropsWhatWaitsButNotWhatIsBeingWritten() {
		OutboundQueue queue = queue(100, 1000, OverflowPolicy.DISCONNECT);
		offer(queue, DeliveryOutcome.QUEUED, "a1", "!2", "a3");
		assertThat(queue.nextBatch(1, 100)).hasSize(1);
		queue.clear();
		assertThat(queue.size()).isOne();
		assertThat(queue.waiting()).isZero();
		assertThat(queue.answers()).isZero();
		offer(queue, DeliveryOutcome.QUEUED, "a4");
		assertThat(take(queue)).containsExactly("a4");
	}

	@Test
	void queueWhenEmptyAgainThenGivesBackTheMemoryOfABacklog() throws Exception {
		OutboundQueue queue = queue(10_000, 100_000, OverflowPolicy.DISCONNECT);
		assertThat(slots(queue)).isZero();
		offer(queue, DeliveryOutcome.QUEUED, "a1");
		assertThat(slots(queue)).isBetween(1, 8);
		for (int i = 0; i < 9_999; i++) {
			offer(queue, DeliveryOutcome.QUEUED, "a2");
		}
		assertThat(slots(queue)).isBetween(10_000, 20_000);
		assertThat(take(queue)).hasSize(10_000);
		assertThat(slots(queue)).isZero();
		offer(queue, DeliveryOutcome.QUEUED, "a1", "a2");
		queue.clear();
		assertThat(slots(queue)).isZero();
	}

	/**
	 * A queue that conflates and is never quite empty remembered every topic it ever saw.
	 */
	@Test
	void queueWhenConflatingForLongThenRemembersOnlyTopicsThatWait() throws Exception {
		OutboundQueue queue = queue(10, 1000, OverflowPolicy.CONFLATE);
		for (int i = 0; i < 11; i++) {
			offer(queue, DeliveryOutcome.QUEUED, "a" + i);
		}
		for (int i = 0; i < 1_000; i++) {
			offer(queue, DeliveryOutcome.QUEUED, (char) ('b' + i) + "x");
			assertThat(queue.nextBatch(1, 1)).hasSize(1);
			queue.written();
		}
		assertThat(queue.waiting()).isOne();
		assertThat(((Map<?, ?>) field(queue, "newest")).size()).isOne();
		assertThat(slots(queue)).isLessThanOrEqualTo(64);
	}

	private static OutboundQueue queue(int maxMessages, long maxBytes, OverflowPolicy policy) {
		return new OutboundQueue(new QueueLimits(maxMessages, maxBytes, policy));
	}

	private static void offer(OutboundQueue queue, DeliveryOutcome expected, String... frames) {
		for (String frame : frames) {
			assertThat(queue
				.offer(frame.startsWith("!") ? Frame.answer(frame) : Frame.event(frame.substring(0, 1), frame)))
				.as(frame)
				.isEqualTo(expected);
		}
	}

	private static List<String> take(OutboundQueue queue) {
		List<String> taken = new ArrayList<>();
		while (queue.waiting() > 0) {
			taken.addAll(names(queue.nextBatch(64, Integer.MAX_VALUE)));
		}
		queue.written();
		return taken;
	}

	private static List<String> names(Frame[] batch) {
		return Arrays.stream(batch).map(Frame::text).toList();
	}

	private static int slots(OutboundQueue queue) throws ReflectiveOperationException {
		return ((Object[]) field(queue, "ring")).length;
	}

	private static Object field(OutboundQueue queue, String name) throws ReflectiveOperationException {
		Field field = OutboundQueue.class.getDeclaredField(name);
		field.setAccessible(true);
		return field.get(queue);
	}

}
