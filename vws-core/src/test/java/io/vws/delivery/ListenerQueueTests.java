package io.vws.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ListenerQueue}. An item such as {@code a1} has the topic {@code a}.
 */
class ListenerQueueTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<String> handled = new ArrayList<>();

	private final List<String> dropped = new ArrayList<>();

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			policy      | offered        | refused | dropped | handled
			DISCONNECT  | a1 a2 a3       |         |         | a1 a2 a3
			DISCONNECT  | a1 b1 a2 a3 b2 | a3 b2   |         | a1 b1 a2
			DROP_OLDEST | a1 b1 a2 a3 b2 |         | a1 b1   | a2 a3 b2
			DROP_NEWEST | a1 b1 a2 a3 b2 |         | a3 b2   | a1 b1 a2
			CONFLATE    | a1 b1 a2       |         |         | a1 b1 a2
			CONFLATE    | a1 b1 a2 a3    |         | a1 a2   | b1 a3
			CONFLATE    | a1 b1 a2 a3 b2 |         | a1 a2 b1| a3 b2
			CONFLATE    | a1 b1 a2 c1 d1 | d1      | a1      | b1 a2 c1
			CONFLATE    | a1 b1 c1 d1 b2 | d1      | b1      | a1 c1 b2
			""")
	void offerBeyondTheCapacity(OverflowPolicy policy, String offered, String refused, String dropped, String handled) {
		ListenerQueue<String> queue = queue(3, policy);
		List<String> notTaken = words(offered).stream().filter((item) -> !queue.offer(item)).toList();
		assertThat(notTaken).isEqualTo(words(refused));
		assertThat(this.dropped).isEqualTo(words(dropped));
		assertThat(this.handled).isEmpty();
		runAll();
		assertThat(this.handled).isEqualTo(words(handled));
		assertThat(queue.size()).isZero();
	}

	@Test
	void conflationEndsWhenTheQueueIsEmpty() {
		ListenerQueue<String> queue = queue(2, OverflowPolicy.CONFLATE);
		List.of("a1", "a2", "a3").forEach(queue::offer);
		runAll();
		List.of("a4", "a5").forEach(queue::offer);
		runAll();
		assertThat(this.handled).containsExactly("a3", "a4", "a5");
		assertThat(this.dropped).containsExactly("a1", "a2");
	}

	@Test
	void offerWhenNobodyListensYetThenOneTaskIsEnough() {
		ListenerQueue<String> queue = queue(10, OverflowPolicy.DISCONNECT);
		List.of("a1", "a2").forEach(queue::offer);
		assertThat(this.tasks).hasSize(1);
		runAll();
		queue.offer("a3");
		assertThat(this.tasks).hasSize(1);
		runAll();
		assertThat(this.handled).containsExactly("a1", "a2", "a3");
	}

	@Test
	void aLongQueueGivesOthersOfTheExecutorTheirTurn() {
		ListenerQueue<String> queue = queue(100, OverflowPolicy.DISCONNECT);
		IntStream.range(0, 100).forEach((i) -> queue.offer("a" + i));
		this.tasks.add(() -> this.handled.add("other"));
		runAll();
		assertThat(this.handled).hasSize(101).element(64).isEqualTo("other");
	}

	@Test
	void reservedRoomIsForNobodyElse() {
		ListenerQueue<String> queue = queue(2, OverflowPolicy.DISCONNECT);
		assertThat(queue.reserve()).isTrue();
		assertThat(queue.offer("a1")).isTrue();
		assertThat(queue.size()).isEqualTo(2);
		assertThat(queue.offer("a2")).isFalse();
		assertThat(queue.reserve()).isFalse();
		queue.addReserved("a3");
		queue.release(); // of another, which had it before
		runAll();
		assertThat(this.handled).containsExactly("a1", "a3");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DISCONNECT")
	void aPolicyThatDropsNeedsNoReservedRoom(OverflowPolicy policy) {
		ListenerQueue<String> queue = queue(1, policy);
		assertThat(queue.reserve()).isTrue();
		assertThat(queue.reserve()).isTrue();
		assertThat(queue.size()).isZero();
		queue.addReserved("a1");
		queue.addReserved("a2");
		assertThat(this.dropped).containsExactly((policy == OverflowPolicy.DROP_NEWEST) ? "a2" : "a1");
	}

	@Test
	void whatWasReservedAndCannotBeConflatedIsDroppedAndTold() {
		ListenerQueue<String> queue = queue(1, OverflowPolicy.CONFLATE);
		queue.offer("a1");
		queue.reserve();
		queue.addReserved("b1");
		assertThat(this.dropped).containsExactly("b1");
	}

	@Test
	void closeWhenItemsWaitThenTheyAreHandedOver() throws Exception {
		ListenerQueue<String> queue = queue(4, OverflowPolicy.DISCONNECT);
		queue.offer("a1");
		queue.reserve();
		queue.close();
		assertThat(queue.offer("a2")).isFalse();
		assertThat(queue.reserve()).isFalse();
		runAll();
		assertThat(queue.awaitEnd(Duration.ZERO)).as("while room is reserved").isFalse();
		queue.addReserved("a3");
		assertThat(queue.awaitEnd(Duration.ZERO)).as("while an item waits").isFalse();
		runAll();
		assertThat(queue.awaitEnd(Duration.ZERO)).isTrue();
		assertThat(this.handled).containsExactly("a1", "a3");
	}

	@Test
	void closeWhenNothingWaitsThenItHasEnded() throws Exception {
		ListenerQueue<String> queue = queue(4, OverflowPolicy.DISCONNECT);
		assertThat(queue.awaitEnd(Duration.ZERO)).isFalse();
		queue.close();
		assertThat(queue.awaitEnd(Duration.ZERO)).isTrue();
	}

	@Test
	void releaseWhenClosedThenItHasEnded() throws Exception {
		ListenerQueue<String> queue = queue(4, OverflowPolicy.DISCONNECT);
		queue.reserve();
		queue.close();
		assertThat(queue.awaitEnd(Duration.ZERO)).isFalse();
		queue.release();
		assertThat(queue.awaitEnd(Duration.ZERO)).isTrue();
	}

	@Test
	void discardWhenItemsWaitThenTheyAreDropped() throws Exception {
		ListenerQueue<String> queue = queue(4, OverflowPolicy.DISCONNECT);
		List.of("a1", "a2").forEach(queue::offer);
		queue.reserve();
		queue.discard();
		queue.addReserved("a3");
		assertThat(this.dropped).containsExactly("a1", "a2", "a3");
		assertThat(queue.offer("a4")).isFalse();
		runAll();
		assertThat(this.handled).isEmpty();
		assertThat(queue.awaitEnd(Duration.ZERO)).isTrue();
	}

	@Test
	void takeAllWhenItemsWaitThenLaterOnesAreHandedOver() {
		ListenerQueue<String> queue = queue(2, OverflowPolicy.CONFLATE);
		List.of("a1", "b1", "b2").forEach(queue::offer);
		assertThat(queue.takeAll()).containsExactly("a1", "b2");
		List.of("b3", "b4").forEach(queue::offer);
		runAll();
		assertThat(this.dropped).containsExactly("b1");
		assertThat(this.handled).containsExactly("b3", "b4");
	}

	@Test
	void aListenerThatThrowsLosesNoOtherItem() {
		ListenerQueue<String> queue = new ListenerQueue<>(4, OverflowPolicy.DISCONNECT, this.tasks::add,
				ListenerQueueTests::topic, (item) -> {
					this.handled.add(item);
					throw new IllegalStateException(item);
				}, this.dropped::add);
		List.of("a1", "a2").forEach(queue::offer);
		assertThatIllegalStateException().isThrownBy(this::runAll).withMessage("a1");
		assertThatIllegalStateException().isThrownBy(this::runAll).withMessage("a2");
		queue.offer("a3");
		assertThatIllegalStateException().isThrownBy(this::runAll).withMessage("a3");
		assertThat(this.handled).containsExactly("a1", "a2", "a3");
	}

	@Test
	void anExecutorThatRefusesDropsWhatWaits() throws Exception {
		boolean[] refuses = { true };
		ListenerQueue<String> queue = new ListenerQueue<>(4, OverflowPolicy.DISCONNECT, (task) -> {
			if (refuses[0]) {
				throw new RejectedExecutionException();
			}
			this.tasks.add(task);
		}, ListenerQueueTests::topic, this.handled::add, this.dropped::add);
		assertThat(queue.offer("a1")).isTrue();
		assertThat(this.dropped).containsExactly("a1");
		refuses[0] = false;
		queue.offer("a2");
		runAll();
		assertThat(this.handled).containsExactly("a2");
		queue.close();
		assertThat(queue.awaitEnd(Duration.ZERO)).isTrue();
	}

	@Test
	void aListenerMayOfferAndDiscardItself() {
		List<ListenerQueue<String>> self = new ArrayList<>();
		ListenerQueue<String> queue = new ListenerQueue<>(1, OverflowPolicy.DISCONNECT, this.tasks::add,
				ListenerQueueTests::topic, (item) -> {
					this.handled.add(item);
					assertThat(self.get(0).offer("a" + this.handled.size())).isEqualTo(this.handled.size() < 4);
					if (this.handled.size() == 3) {
						self.get(0).discard();
					}
				}, this.dropped::add);
		self.add(queue);
		queue.offer("a0");
		runAll();
		assertThat(this.handled).containsExactly("a0", "a1", "a2");
		assertThat(this.dropped).containsExactly("a3");
	}

	@Test
	void aCapacityOfZeroIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> queue(0, OverflowPolicy.DROP_OLDEST));
	}

	private ListenerQueue<String> queue(int capacity, OverflowPolicy policy) {
		return new ListenerQueue<>(capacity, policy, this.tasks::add, ListenerQueueTests::topic, this.handled::add,
				this.dropped::add);
	}

	private void runAll() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove().run();
		}
	}

	private static String topic(String item) {
		return item.substring(0, 1);
	}

	private static List<String> words(String text) {
		return (text != null) ? Arrays.asList(text.split(" ")) : List.of();
	}

}
