package io.vws.server;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.vws.delivery.OverflowPolicy;
import io.vws.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one connection's socket, in order, within {@link QueueLimits}. Not
 * thread-safe: {@link QueuedLink} guards it.
 * <p>
 * The frames stand in a ring of slots that grows with the backlog and is given back when
 * the queue is empty, since most connections are idle most of the time. A frame that a
 * policy takes out of the middle leaves an empty slot behind.
 */
final class OutboundQueue {

	private static final int INITIAL_SLOTS = 8;

	private static final int KEPT_SLOTS = 64;

	private static final Frame[] NONE = {};

	private final QueueLimits limits;

	private @Nullable Frame[] ring = NONE;

	/** Number of the first slot in use; slot n stands at n modulo the ring's length. */
	private long head;

	private long tail;

	/** Before this slot there is no event, only answers. */
	private long oldestEvent;

	/** Slot of the newest event of each topic, while the queue conflates. */
	private @Nullable Map<String, Long> newest;

	private long dropped;

	private final FrameLoad waiting = new FrameLoad();

	private final FrameLoad inFlight = new FrameLoad();

	private final SentFrames sent = new SentFrames();

	OutboundQueue(QueueLimits limits) {
		this.limits = limits;
	}

	DeliveryOutcome offer(Frame frame) {
		if (frame.isAnswer()) {
			return offerAnswer(frame);
		}
		if (this.newest != null) {
			return conflate(frame, this.newest);
		}
		if (fits(frame)) {
			add(frame);
			return DeliveryOutcome.QUEUED;
		}
		return switch (this.limits.onOverflow()) {
			case DISCONNECT -> DeliveryOutcome.OVERFLOW;
			case DROP_NEWEST -> dropIt();
			case DROP_OLDEST -> dropOldestFor(frame);
			case CONFLATE -> {
				Map<String, Long> index = new HashMap<>();
				this.newest = index;
				indexTopics(index);
				yield conflate(frame, index);
			}
		};
	}

	private DeliveryOutcome offerAnswer(Frame frame) {
		boolean fits = (this.limits.onOverflow() == OverflowPolicy.DISCONNECT) ? fits(frame)
				: this.waiting.answers() + this.inFlight.answers() < this.limits.maxMessages()
						&& this.waiting.answerBytes() + this.inFlight.answerBytes() + frame.length() <= this.limits
							.maxBytes();
		if (fits) {
			add(frame);
		}
		return fits ? DeliveryOutcome.QUEUED : DeliveryOutcome.OVERFLOW;
	}

	private boolean fits(Frame frame) {
		return size() < this.limits.maxMessages() && bytes() + frame.length() <= this.limits.maxBytes();
	}

	private DeliveryOutcome dropOldestFor(Frame frame) {
		if (!fitsWithoutEvents(frame)) {
			return dropIt(); // to drop the others would be in vain
		}
		while (!fits(frame)) {
			this.oldestEvent = Math.max(this.oldestEvent, this.head);
			while (!isEvent(this.oldestEvent)) {
				this.oldestEvent++;
			}
			remove(this.oldestEvent++);
		}
		add(frame);
		return DeliveryOutcome.QUEUED;
	}

	/** Whether the frame would fit if no event waited. */
	private boolean fitsWithoutEvents(Frame frame) {
		return this.inFlight.messages() + this.waiting.answers() < this.limits.maxMessages()
				&& this.inFlight.bytes() + this.waiting.answerBytes() + frame.length() <= this.limits.maxBytes();
	}

	private DeliveryOutcome dropIt() {
		this.dropped++;
		return DeliveryOutcome.DROPPED;
	}

	private boolean isEvent(long slot) {
		Frame frame = this.ring[index(slot)];
		return frame != null && !frame.isAnswer();
	}

	/** Note the newest event of each topic and drop all older ones. */
	private void indexTopics(Map<String, Long> index) {
		index.clear();
		for (long slot = this.head; slot < this.tail; slot++) {
			Frame frame = this.ring[index(slot)];
			if (frame != null && frame.topic() != null) {
				dropOlder(index.put(frame.topic(), slot));
			}
		}
	}

	private DeliveryOutcome conflate(Frame frame, Map<String, Long> index) {
		String topic = frame.topic();
		if (topic == null) {
			throw new IllegalArgumentException("Answers are not conflated");
		}
		dropOlder(index.get(topic));
		if (!fits(frame)) {
			return DeliveryOutcome.OVERFLOW;
		}
		add(frame);
		index.put(topic, this.tail - 1);
		return DeliveryOutcome.QUEUED;
	}

	private void dropOlder(@Nullable Long older) {
		if (older != null && older >= this.head) {
			remove(older);
		}
	}

	private void remove(long slot) {
		Frame frame = this.ring[index(slot)];
		if (frame != null) {
			this.ring[index(slot)] = null;
			this.waiting.remove(frame);
			this.dropped++;
		}
	}

	private void add(Frame frame) {
		if (this.tail - this.head == this.ring.length) {
			resize();
		}
		this.ring[index(this.tail++)] = frame;
		this.waiting.add(frame);
	}

	/**
	 * Close the gaps and make room for half as many frames again, so that adding is cheap
	 * in the long run.
	 */
	private void resize() {
		@Nullable Frame[] old = this.ring;
		int wanted = this.waiting.messages() + this.waiting.messages() / 2;
		@Nullable Frame[] next = new Frame[Math.max(INITIAL_SLOTS, Integer.highestOneBit(wanted) * 2)];
		int count = 0;
		for (long slot = this.head; slot < this.tail; slot++) {
			Frame frame = old[index(slot)];
			if (frame != null) {
				next[count++] = frame;
			}
		}
		this.ring = next;
		this.head = 0;
		this.tail = count;
		this.oldestEvent = 0;
		if (this.newest != null) {
			indexTopics(this.newest);
		}
	}

	private int index(long slot) {
		return (int) (slot & (this.ring.length - 1));
	}

	/**
	 * Take the next frames to write. They count as in flight until {@link #written}.
	 * @param maxFrames most frames to take
	 * @param maxBytes take no further frame once so many bytes are taken
	 * @return the frames, none if nothing waits
	 */
	Frame[] nextBatch(int maxFrames, int maxBytes) {
		int count = Math.min(maxFrames, this.waiting.messages());
		if (count == 0) {
			return NONE;
		}
		Frame[] batch = new Frame[count];
		int taken = 0;
		long bytes = 0;
		while (taken < count && bytes < maxBytes) {
			Frame frame = this.ring[index(this.head)];
			this.ring[index(this.head)] = null;
			if (frame != null) {
				forget(frame.topic(), this.head);
				batch[taken++] = frame;
				bytes += frame.length();
				this.waiting.remove(frame);
				this.inFlight.add(frame);
			}
			this.head++;
		}
		if (this.waiting.messages() == 0) {
			giveBack();
		}
		return (taken == count) ? batch : Arrays.copyOf(batch, taken);
	}

	/** The topics that are remembered are those that wait, however long that lasts. */
	private void forget(@Nullable String topic, long slot) {
		if (this.newest != null && topic != null) {
			this.newest.remove(topic, slot);
		}
	}

	private void giveBack() {
		this.newest = null;
		this.head = 0;
		this.tail = 0;
		this.oldestEvent = 0;
		if (this.ring.length > KEPT_SLOTS) {
			this.ring = NONE;
		}
	}

	/** The frames of the last batch have left. */
	void written() {
		this.sent.add(this.inFlight);
		this.inFlight.clear();
	}

	/** Drop everything that waits. */
	void clear() {
		this.waiting.clear();
		this.ring = NONE;
		giveBack();
	}

	/** Messages that wait or are being written. */
	int size() {
		return this.waiting.messages() + this.inFlight.messages();
	}

	/** Bytes that wait or are being written. */
	long bytes() {
		return this.waiting.bytes() + this.inFlight.bytes();
	}

	/** Answers that wait or are being written. */
	int answers() {
		return this.waiting.answers() + this.inFlight.answers();
	}

	/** Number of events dropped since the last call. */
	long takeDropped() {
		long result = this.dropped;
		this.dropped = 0;
		this.sent.dropped(result);
		return result;
	}

	/** What has left so far. */
	OutboundTraffic sent() {
		return this.sent.toTraffic();
	}

	/** Messages that wait. */
	int waiting() {
		return this.waiting.messages();
	}

}
