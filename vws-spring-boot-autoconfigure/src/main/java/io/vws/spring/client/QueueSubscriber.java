package io.vws.spring.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.delivery.ListenerQueue;
import io.vws.delivery.OverflowPolicy;

/**
 * Takes events from the bus into a bounded queue, from which a listener gets them in
 * order on another thread. With {@link OverflowPolicy#DISCONNECT} an event for which
 * there is no room is refused with {@code busy} before anybody gets it.
 */
final class QueueSubscriber implements Subscriber {

	private final ListenerQueue<Event> queue;

	private final Consumer<? super Event> listener;

	private final Consumer<? super Event> dropped;

	/** Set before the queue ends: one that has ended must not refuse events. */
	private volatile boolean ended;

	private volatile boolean discarded;

	/** Events that were asked about after the end, for which no room is reserved. */
	private final Set<Event> late = ConcurrentHashMap.newKeySet();

	/**
	 * Create a subscriber.
	 * @param capacity most events that may wait
	 * @param policy what happens to a further one
	 * @param executor runs the listener
	 * @param listener takes the events; must not throw
	 * @param dropped told of each event that it took and the listener does not get,
	 * unless it was discarded
	 */
	QueueSubscriber(int capacity, OverflowPolicy policy, Executor executor, Consumer<? super Event> listener,
			Consumer<? super Event> dropped) {
		this.queue = new ListenerQueue<>(capacity, policy, executor, (event) -> event.topic().text(), this::handle,
				this::drop);
		this.listener = listener;
		this.dropped = dropped;
	}

	/**
	 * The payload is written here, so that the publisher may change its object
	 * afterwards.
	 */
	@Override
	public void prepare(Event event) {
		event.payload().json();
		if (!this.queue.reserve()) {
			if (!this.ended) {
				throw EventRefusedException.busy("A handler takes events more slowly than they are published");
			}
			this.late.add(event);
		}
	}

	@Override
	public void cancel(Event event) {
		if (!this.late.remove(event)) {
			this.queue.release();
		}
	}

	@Override
	public void deliver(Event event, Subscription subscription) {
		if (this.late.remove(event)) {
			drop(event);
		}
		else {
			this.queue.addReserved(event);
		}
	}

	private void handle(Event event) {
		if (!this.discarded) {
			this.listener.accept(event);
		}
	}

	private void drop(Event event) {
		if (!this.discarded) {
			this.dropped.accept(event);
		}
	}

	/** Take no further events and forget what waits. */
	void discard() {
		this.ended = true;
		this.discarded = true;
		this.queue.discard();
	}

	/**
	 * Take no further events and wait until the listener has taken what waits.
	 * @return {@code false} if the time was over before; what waits then is dropped
	 */
	boolean end(Duration timeout) throws InterruptedException {
		this.ended = true;
		this.queue.close();
		boolean ended = this.queue.awaitEnd(timeout);
		this.queue.discard();
		return ended;
	}

}
