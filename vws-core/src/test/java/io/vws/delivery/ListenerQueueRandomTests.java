package io.vws.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link ListenerQueue} and a plain list go through the same random operations, some of
 * them while the listener runs, and must agree after each.
 */
class ListenerQueueRandomTests {

	private static final int OPERATIONS = 20_000;

	static LongStream seeds() {
		return LongStream.of(1, 2, 3, System.nanoTime());
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void queueEqualsTheList(long seed) {
		for (OverflowPolicy policy : OverflowPolicy.values()) {
			for (int round = 0; round < 20; round++) {
				Run run = new Run(new Random(seed + round), policy,
						"seed " + seed + ", " + policy + ", round " + round);
				for (int i = 0; i < OPERATIONS / 20; i++) {
					run.step(i);
				}
				run.finish();
			}
		}
	}

	private record Item(int topic, int number) {
	}

	/** One queue with its double. */
	private static final class Run {

		private final Random random;

		private final String description;

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final List<Item> dropped = new ArrayList<>();

		private final ListenerQueue<Item> queue;

		private final PlainQueue plain;

		private final int topics;

		private int numbers;

		private int reserved;

		private int handled;

		Run(Random random, OverflowPolicy policy, String description) {
			this.random = random;
			this.description = description;
			int capacity = 1 + random.nextInt(100);
			this.topics = 1 + random.nextInt(2 * capacity);
			this.plain = new PlainQueue(capacity, policy);
			this.queue = new ListenerQueue<>(capacity, policy, this.tasks::add, Item::topic, this::handle,
					this.dropped::add);
		}

		void step(int operation) {
			int choice = this.random.nextInt(100);
			if (choice < 3 && !this.tasks.isEmpty()) {
				this.tasks.remove().run();
			}
			else {
				operate(choice);
			}
			compare(operation);
		}

		private void operate(int choice) {
			if (choice == 3) {
				assertThat(this.queue.takeAll()).as(this.description).isEqualTo(this.plain.takeAll());
			}
			else if (choice < 20) {
				boolean taken = this.queue.reserve();
				assertThat(taken).as(this.description).isEqualTo(this.plain.reserve());
				this.reserved += taken ? 1 : 0;
			}
			else if (choice < 36 && this.reserved > 0) {
				this.reserved--;
				if (this.random.nextInt(4) == 0) {
					this.queue.release();
					this.plain.reserved--;
				}
				else {
					Item item = nextItem();
					this.queue.addReserved(item);
					this.plain.addReserved(item);
				}
			}
			else {
				Item item = nextItem();
				assertThat(this.queue.offer(item)).as(this.description).isEqualTo(this.plain.offer(item));
			}
		}

		private Item nextItem() {
			return new Item(this.random.nextInt(this.topics), this.numbers++);
		}

		private void handle(Item item) {
			this.handled++;
			assertThat(item).as(this.description).isEqualTo(this.plain.poll());
			if (this.random.nextInt(3) == 0) {
				operate(3 + this.random.nextInt(97));
				compare(-1);
			}
		}

		/** In which order items are dropped at the same time is not promised. */
		private void compare(int operation) {
			String place = this.description + ", operation " + operation;
			assertThat(this.queue.size()).as(place).isEqualTo(this.plain.size());
			assertThat(this.dropped).as(place).hasSameSizeAs(this.plain.dropped);
			if (!this.dropped.isEmpty()) {
				assertThat(this.dropped).as(place).containsExactlyInAnyOrderElementsOf(this.plain.dropped);
				this.dropped.clear();
				this.plain.dropped.clear();
			}
		}

		void finish() {
			while (!this.tasks.isEmpty()) {
				this.tasks.remove().run();
			}
			assertThat(this.plain.waiting).as(this.description).isEmpty();
			assertThat(this.handled).as(this.description).isPositive();
		}

	}

	/** The rules written down once more, without any trick. */
	private static final class PlainQueue {

		private final int capacity;

		private final OverflowPolicy policy;

		private final List<Item> waiting = new ArrayList<>();

		private final List<Item> dropped = new ArrayList<>();

		private boolean conflating;

		private int reserved;

		PlainQueue(int capacity, OverflowPolicy policy) {
			this.capacity = capacity;
			this.policy = policy;
		}

		boolean reserve() {
			boolean taken = this.policy != OverflowPolicy.DISCONNECT || size() < this.capacity;
			this.reserved += taken ? 1 : 0;
			return taken;
		}

		void addReserved(Item item) {
			this.reserved--;
			if (!offer(item)) {
				this.dropped.add(item);
			}
		}

		boolean offer(Item item) {
			if (!this.conflating && size() < this.capacity) {
				return this.waiting.add(item);
			}
			return switch (this.policy) {
				case DISCONNECT -> false;
				case DROP_OLDEST -> this.dropped.add(this.waiting.remove(0)) && this.waiting.add(item);
				case DROP_NEWEST -> this.dropped.add(item);
				case CONFLATE -> conflate(item);
			};
		}

		private boolean conflate(Item item) {
			this.conflating = true;
			for (Item older : List.copyOf(this.waiting)) {
				if (this.waiting.stream().anyMatch((newer) -> isNewer(newer, older)) || isNewer(item, older)) {
					this.waiting.remove(older);
					this.dropped.add(older);
				}
			}
			return this.waiting.size() < this.capacity && this.waiting.add(item);
		}

		private static boolean isNewer(Item newer, Item older) {
			return newer.topic() == older.topic() && newer.number() > older.number();
		}

		Item poll() {
			Item item = this.waiting.remove(0);
			this.conflating &= !this.waiting.isEmpty();
			return item;
		}

		List<Item> takeAll() {
			List<Item> all = List.copyOf(this.waiting);
			this.waiting.clear();
			this.conflating = false;
			return all;
		}

		int size() {
			return this.waiting.size() + ((this.policy == OverflowPolicy.DISCONNECT) ? this.reserved : 0);
		}

	}

}
