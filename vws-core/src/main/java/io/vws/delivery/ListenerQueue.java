package io.vws.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Hands items to one listener, in order and one at a time, on threads of an executor. Who
 * adds an item never waits for the listener: what is not handled yet waits, within a
 * fixed capacity, and an {@link OverflowPolicy} says what happens beyond it.
 * <p>
 * Thread-safe. The monitor of this object guards the queue and is never held while the
 * listener, the executor or the callback for dropped items is called. One task of the
 * executor at a time hands items over and ends when none waits, so a queue at rest costs
 * no thread.
 *
 * @param <T> what the listener takes
 */
public final class ListenerQueue<T> {

	/** After so many the task goes to the end of the executor's queue. */
	private static final int ITEMS_PER_TASK = 64;

	private final int capacity;

	private final OverflowPolicy policy;

	private final Executor executor;

	private final Function<? super T, ?> topic;

	private final Consumer<? super T> listener;

	private final Consumer<? super T> dropped;

	private final ArrayDeque<T> waiting = new ArrayDeque<>(0);

	/** What waits instead, by topic, from an overflow until the queue is empty again. */
	private final Map<Object, T> newest = new LinkedHashMap<>();

	private int reserved;

	private boolean running;

	private boolean closed;

	private boolean discarded;

	private final CountDownLatch ended = new CountDownLatch(1);

	/**
	 * Create a queue.
	 * @param capacity most items that may wait, at least 1
	 * @param policy what happens to a further one
	 * @param executor runs the listener
	 * @param topic what {@link OverflowPolicy#CONFLATE} takes the topic of an item from
	 * @param listener takes the items; what it throws ends the executor's task and
	 * affects no other item
	 * @param dropped told of each item that the listener will never get although it was
	 * taken
	 */
	public ListenerQueue(int capacity, OverflowPolicy policy, Executor executor, Function<? super T, ?> topic,
			Consumer<? super T> listener, Consumer<? super T> dropped) {
		if (capacity < 1) {
			throw new IllegalArgumentException("The capacity must be at least 1");
		}
		this.capacity = capacity;
		this.policy = policy;
		this.executor = executor;
		this.topic = topic;
		this.listener = listener;
		this.dropped = dropped;
	}

	/**
	 * Add an item.
	 * @return {@code false} if the item was not taken: there is no room and the policy
	 * wants that nothing is lost in silence, or the queue is closed
	 */
	public boolean offer(T item) {
		List<T> toDrop = new ArrayList<>(0);
		boolean start;
		synchronized (this) {
			if (this.closed || !add(item, toDrop)) {
				return false;
			}
			start = start();
		}
		toDrop.forEach(this.dropped);
		if (start) {
			execute();
		}
		return true;
	}

	/**
	 * Reserve room for one item. Followed by {@link #addReserved} or {@link #release}. A
	 * policy that drops items needs no room.
	 * @return {@code false} if there is no room or the queue is closed
	 */
	public synchronized boolean reserve() {
		boolean taken = !this.closed && (mayDrop() || size() < this.capacity);
		this.reserved += taken ? 1 : 0;
		return taken;
	}

	/** Give back what was reserved. */
	public synchronized void release() {
		this.reserved--;
		signalIfEnded();
	}

	/**
	 * Add an item for which room was reserved, also when the queue was closed in between;
	 * if it was discarded, the item is.
	 */
	public void addReserved(T item) {
		List<T> toDrop = new ArrayList<>(0);
		boolean start;
		synchronized (this) {
			this.reserved--;
			if (this.discarded || !add(item, toDrop)) {
				toDrop.add(item);
			}
			start = start();
			signalIfEnded();
		}
		toDrop.forEach(this.dropped);
		if (start) {
			execute();
		}
	}

	/** Items that wait, and those for which room is reserved. */
	public synchronized int size() {
		return this.waiting.size() + this.newest.size() + (mayDrop() ? 0 : this.reserved);
	}

	/**
	 * Take back what waits: neither the listener nor who is told of dropped items hears
	 * of it.
	 */
	public synchronized List<T> takeAll() {
		List<T> all = new ArrayList<>(this.waiting);
		all.addAll(this.newest.values());
		this.waiting.clear();
		this.newest.clear();
		return all;
	}

	/**
	 * Take no further items; what waits, and what room is reserved for, is still handed
	 * over.
	 */
	public synchronized void close() {
		this.closed = true;
		signalIfEnded();
	}

	/**
	 * Wait until a closed queue has handed over everything, and nothing is reserved.
	 * @return {@code false} if the time was over before
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean awaitEnd(Duration timeout) throws InterruptedException {
		return this.ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Take no further items and forget what waits.
	 */
	public void discard() {
		List<T> toDrop;
		synchronized (this) {
			this.closed = true;
			this.discarded = true;
			toDrop = takeAll();
			signalIfEnded();
		}
		toDrop.forEach(this.dropped);
	}

	private boolean mayDrop() {
		return this.policy != OverflowPolicy.DISCONNECT;
	}

	private boolean add(T item, List<T> toDrop) {
		if (!this.newest.isEmpty()) {
			return conflate(item, toDrop);
		}
		if (size() < this.capacity) {
			this.waiting.add(item);
			return true;
		}
		return switch (this.policy) {
			case DISCONNECT -> false;
			case DROP_NEWEST -> toDrop.add(item);
			case DROP_OLDEST -> toDrop.add(this.waiting.remove()) && this.waiting.add(item);
			case CONFLATE -> {
				this.waiting.forEach((older) -> replace(older, toDrop));
				this.waiting.clear();
				yield conflate(item, toDrop);
			}
		};
	}

	private boolean conflate(T item, List<T> toDrop) {
		if (this.newest.size() >= this.capacity && !this.newest.containsKey(this.topic.apply(item))) {
			return false;
		}
		replace(item, toDrop);
		return true;
	}

	/** The newer one goes to the end, so that the order of what is left is kept. */
	private void replace(T item, List<T> toDrop) {
		Object key = this.topic.apply(item);
		T older = this.newest.remove(key);
		if (older != null) {
			toDrop.add(older);
		}
		this.newest.put(key, item);
	}

	/** Whether a task has to be started. */
	private boolean start() {
		boolean start = !this.running && (!this.waiting.isEmpty() || !this.newest.isEmpty());
		this.running |= start;
		return start;
	}

	private void execute() {
		try {
			this.executor.execute(this::handOver);
		}
		catch (RejectedExecutionException ex) {
			List<T> lost;
			synchronized (this) {
				this.running = false;
				lost = takeAll();
				signalIfEnded();
			}
			lost.forEach(this.dropped);
		}
	}

	private void handOver() {
		for (int i = 0; i < ITEMS_PER_TASK; i++) {
			T item = next();
			if (item == null) {
				return;
			}
			try {
				this.listener.accept(item);
			}
			catch (RuntimeException | Error ex) {
				execute();
				throw ex;
			}
		}
		execute();
	}

	private synchronized @Nullable T next() {
		T item = this.waiting.poll();
		if (item == null) {
			Iterator<T> conflated = this.newest.values().iterator();
			if (!conflated.hasNext()) {
				this.running = false;
				signalIfEnded();
				return null;
			}
			item = conflated.next();
			conflated.remove();
		}
		return item;
	}

	private void signalIfEnded() {
		if (this.closed && !this.running && this.reserved == 0) {
			this.ended.countDown();
		}
	}

}
