package io.vws.spring.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.vws.delivery.ListenerQueue;

/**
 * The queues of one listener, one for each event that it may handle at once. The topic of
 * an event says which one is its own, so events of one topic are handled in order.
 * Thread-safe.
 */
final class ListenerLanes {

	private final List<ListenerQueue<Delivery>> lanes;

	/** Set before the queues are closed. */
	private volatile boolean closed;

	/**
	 * Create the lanes.
	 * @param definition their number, capacity and policy
	 * @param executor runs the listener
	 * @param listener takes the events; must not throw
	 * @param dropped told of each event that the listener will never get although it was
	 * taken
	 */
	ListenerLanes(ListenerDefinition definition, Executor executor, Consumer<Delivery> listener,
			Consumer<Delivery> dropped) {
		this.lanes = IntStream.range(0, definition.concurrency())
			.mapToObj((number) -> new ListenerQueue<>(definition.queueCapacity(), definition.onOverflow().policy(),
					executor, Delivery::topic, listener, dropped))
			.toList();
	}

	/** Number of the lane of a topic, from 0. */
	int number(String topic) {
		return Math.floorMod(topic.hashCode(), this.lanes.size());
	}

	private ListenerQueue<Delivery> lane(String topic) {
		return this.lanes.get(number(topic));
	}

	/**
	 * Reserve room for an event. Followed by {@link #addReserved} or {@link #release}.
	 * Only for {@link ListenerOverflow#REFUSE} there may be none.
	 * @return {@code false} if there is none, or the lanes are closed
	 */
	boolean reserve(String topic) {
		return lane(topic).reserve();
	}

	/** Give back what was reserved. */
	void release(String topic) {
		lane(topic).release();
	}

	/** Add an event for which room was reserved. */
	void addReserved(Delivery delivery) {
		lane(delivery.topic()).addReserved(delivery);
	}

	/** Take no further events; what waits is still handled. */
	void close() {
		this.closed = true;
		this.lanes.forEach(ListenerQueue::close);
	}

	/**
	 * Wait until closed lanes have handled everything.
	 * @param deadline until when, as {@link System#nanoTime()}
	 * @return {@code false} if the time was over before
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean awaitEnd(long deadline) throws InterruptedException {
		for (ListenerQueue<Delivery> lane : this.lanes) {
			if (!lane.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()))) {
				return false;
			}
		}
		return true;
	}

	/** Whether they take nothing more. */
	boolean isClosed() {
		return this.closed;
	}

	/** Forget what waits. */
	void discard() {
		this.lanes.forEach(ListenerQueue::discard);
	}

}
