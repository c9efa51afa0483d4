package io.vws.spring.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.vws.client.VwsClientListener;
import io.vws.delivery.ListenerQueue;
import io.vws.delivery.OverflowPolicy;
import io.vws.log.LogText;
import io.vws.log.LogThrottle;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners of a client what happens, in order and on a thread of the executor.
 * When they are so slow that a thousand calls wait, the oldest are left out.
 */
final class LocalListeners {

	private static final int CAPACITY = 1024;

	private static final Runnable NOTHING = () -> {
	};

	private final LogThrottle handlerFailures = new LogThrottle(LoggerFactory.getLogger(LocalVwsClient.class));

	private final LogThrottle listenerFailures = new LogThrottle(LoggerFactory.getLogger(LocalVwsClient.class));

	private final List<VwsClientListener> listeners = new CopyOnWriteArrayList<>();

	private final ListenerQueue<Call> calls;

	LocalListeners(Executor executor) {
		this.calls = new ListenerQueue<>(CAPACITY, OverflowPolicy.DROP_OLDEST, executor, (call) -> call,
				(call) -> call.made.run(), (call) -> call.leftOut.run());
	}

	Runnable add(VwsClientListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	void tell(Consumer<VwsClientListener> call) {
		this.calls.offer(new Call(() -> call(call), NOTHING));
	}

	private void call(Consumer<VwsClientListener> call) {
		for (VwsClientListener listener : this.listeners) {
			try {
				call.accept(listener);
			}
			catch (Throwable ex) { // an error would end the thread unheard
				this.listenerFailures.failed(ex, "A listener of the client failed");
			}
		}
	}

	void failed(Throwable failure, String pattern) {
		this.handlerFailures.failed(failure, "A handler of '{}' failed to take an event", LogText.printable(pattern));
		tell((listener) -> listener.failed(failure, pattern));
	}

	/**
	 * Tell that an event was dropped.
	 * @param untold events that were dropped and not told yet: one call is for all that
	 * were until it comes
	 */
	void dropped(String pattern, OverflowPolicy policy, AtomicLong untold) {
		if (untold.getAndIncrement() == 0) {
			this.calls.offer(new Call(() -> {
				long events = untold.getAndSet(0);
				call((listener) -> listener.dropped(pattern, policy, events));
			}, () -> untold.set(0)));
		}
	}

	/**
	 * A call of the listeners.
	 *
	 * @param leftOut called instead when too many calls wait
	 */
	private record Call(Runnable made, Runnable leftOut) {
	}

}
