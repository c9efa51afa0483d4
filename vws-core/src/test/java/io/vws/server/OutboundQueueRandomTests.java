package io.vws.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.vws.delivery.OverflowPolicy;
import io.vws.wire.Frame;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link OutboundQueue} and a plain list go through the same random operations and must
 * agree after each.
 */
class OutboundQueueRandomTests {

	private static final int OPERATIONS = 100_000;

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void queueEqualsTheList(long seed) {
		for (OverflowPolicy policy : OverflowPolicy.values()) {
			Random random = new Random(seed);
			String description = "seed " + seed + ", " + policy + ", operation ";
			for (int done = 0; done < OPERATIONS; done += OPERATIONS / 20) {
				QueueLimits limits = new QueueLimits(1 + random.nextInt(60), 10 + random.nextInt(400), policy);
				compare(random, limits, description + done + " and ", OPERATIONS / 20);
			}
		}
	}

	private static void compare(Random random, QueueLimits limits, String description, int operations) {
		OutboundQueue queue = new OutboundQueue(limits);
		PlainQueue plain = new PlainQueue(limits);
		int topics = 1 + random.nextInt(30);
		for (int i = 0; i < operations; i++) {
			int choice = random.nextInt(i / 500 % 2 == 0 ? 60 : 25);
			if (choice == 0) {
				queue.clear();
				plain.clear();
			}
			else if (choice < 10) {
				int frames = 1 + random.nextInt(8);
				int bytes = 1 + random.nextInt(60);
				assertEqual(List.of(queue.nextBatch(frames, bytes)), plain.nextBatch(frames, bytes), description + i);
			}
			else if (choice < 18) {
				queue.written();
				plain.inFlight.clear();
			}
			else {
				Frame frame = randomFrame(random, topics);
				assertEqual(queue.offer(frame), plain.offer(frame), description + i);
			}
			assertEqual(
					List.of(queue.size(), queue.bytes(), queue.answers(), queue.waiting(), queue.takeDropped(),
							queue.takeDropped()),
					List.of(plain.size(), plain.bytes(plain.waiting) + plain.bytes(plain.inFlight), plain.answers(),
							plain.waiting.size(), plain.takeDropped(), 0L),
					description + i);
		}
	}

	private static Frame randomFrame(Random random, int topics) {
		String text = "x".repeat(random.nextInt(10) == 0 ? random.nextInt(450) : 1 + random.nextInt(8));
		return (random.nextInt(6) == 0) ? Frame.answer(text) : Frame.event("t" + random.nextInt(topics), text);
	}

	private static void assertEqual(Object actual, Object expected, String description) {
		if (!actual.equals(expected)) {
			assertThat(actual).as(description).isEqualTo(expected);
		}
	}

	/** The rules written down once more, without any trick. */
	private static final class PlainQueue {

		private final QueueLimits limits;

		private final List<Frame> waiting = new ArrayList<>();

		private final List<Frame> inFlight = new ArrayList<>();

		private boolean conflating;

		private long dropped;

		PlainQueue(QueueLimits limits) {
			this.limits = limits;
		}

		DeliveryOutcome offer(Frame frame) {
			if (frame.isAnswer()) {
				List<Frame> rivals = new ArrayList<>(this.waiting);
				rivals.addAll(this.inFlight);
				rivals.removeIf((rival) -> !rival.isAnswer() && this.limits.onOverflow() != OverflowPolicy.DISCONNECT);
				boolean fits = rivals.size() + 1 <= this.limits.maxMessages()
						&& bytes(rivals) + frame.length() <= this.limits.maxBytes();
				return fits ? add(frame) : DeliveryOutcome.OVERFLOW;
			}
			if (!this.conflating && fits(frame)) {
				return add(frame);
			}
			return switch (this.limits.onOverflow()) {
				case DISCONNECT -> DeliveryOutcome.OVERFLOW;
				case DROP_NEWEST -> drop();
				case DROP_OLDEST -> dropOldestFor(frame);
				case CONFLATE -> conflate(frame);
			};
		}

		private DeliveryOutcome dropOldestFor(Frame frame) {
			List<Frame> before = List.copyOf(this.waiting);
			for (Frame older : before) {
				if (!fits(frame) && !older.isAnswer()) {
					this.waiting.remove(older);
				}
			}
			if (!fits(frame)) {
				this.waiting.clear();
				this.waiting.addAll(before);
				return drop();
			}
			this.dropped += before.size() - this.waiting.size();
			return add(frame);
		}

		private DeliveryOutcome conflate(Frame frame) {
			this.conflating = true;
			Set<String> topics = new HashSet<>(Set.of(String.valueOf(frame.topic())));
			for (int i = this.waiting.size() - 1; i >= 0; i--) {
				String topic = this.waiting.get(i).topic();
				if (topic != null && !topics.add(topic)) {
					this.waiting.remove(i);
					this.dropped++;
				}
			}
			return fits(frame) ? add(frame) : DeliveryOutcome.OVERFLOW;
		}

		private DeliveryOutcome add(Frame frame) {
			this.waiting.add(frame);
			return DeliveryOutcome.QUEUED;
		}

		private DeliveryOutcome drop() {
			this.dropped++;
			return DeliveryOutcome.DROPPED;
		}

		private boolean fits(Frame frame) {
			return size() + 1 <= this.limits.maxMessages()
					&& bytes(this.waiting) + bytes(this.inFlight) + frame.length() <= this.limits.maxBytes();
		}

		List<Frame> nextBatch(int maxFrames, int maxBytes) {
			List<Frame> batch = new ArrayList<>();
			while (!this.waiting.isEmpty() && batch.size() < maxFrames && bytes(batch) < maxBytes) {
				batch.add(this.waiting.remove(0));
			}
			this.conflating &= batch.isEmpty() || !this.waiting.isEmpty();
			this.inFlight.addAll(batch);
			return batch;
		}

		void clear() {
			this.waiting.clear();
			this.conflating = false;
		}

		int size() {
			return this.waiting.size() + this.inFlight.size();
		}

		long bytes(List<Frame> frames) {
			return frames.stream().mapToLong(Frame::length).sum();
		}

		int answers() {
			return (int) (this.waiting.stream().filter(Frame::isAnswer).count()
					+ this.inFlight.stream().filter(Frame::isAnswer).count());
		}

		long takeDropped() {
			long result = this.dropped;
			this.dropped = 0;
			return result;
		}

	}

}
