package io.vws.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.vws.delivery.OverflowPolicy;
import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners of a client what happens, in the order in which it happens. All
 * methods may be called with or without the turn.
 */
final class Notices {

	/** So many wait for a listener that does not come back; more are forgotten. */
	private static final int CAPACITY = 10_000;

	private final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(VwsClientListener.class));

	private final Turns turns;

	private final Executor executor;

	/** Replaced, never changed. */
	private List<Registration> registrations = List.of();

	private final Queue<Notice> waiting = new ArrayDeque<>();

	/** Those of the waiting notices that can still grow, by pattern. */
	private final Map<String, DroppedEvents> dropped = new HashMap<>();

	private boolean running;

	Notices(Turns turns, Executor executor) {
		this.turns = turns;
		this.executor = executor;
	}

	/**
	 * Tell a listener what happens from now on.
	 * @return ends that
	 */
	Runnable add(VwsClientListener listener) {
		Registration registration = new Registration(listener);
		this.turns.run(() -> {
			List<Registration> more = new ArrayList<>(this.registrations);
			more.add(registration);
			this.registrations = List.copyOf(more);
		});
		return () -> remove(registration);
	}

	private void remove(Registration registration) {
		registration.active = false;
		this.turns.run(() -> {
			List<Registration> fewer = new ArrayList<>(this.registrations);
			fewer.remove(registration);
			this.registrations = List.copyOf(fewer);
		});
	}

	void stateChanged(ClientStatus status, ClientState previous) {
		tell((listener) -> listener.stateChanged(status, previous));
	}

	void closed(ConnectionEnd end) {
		tell((listener) -> listener.closed(end));
	}

	void gap(Gap gap) {
		tell((listener) -> listener.gap(gap));
	}

	/** An event was dropped; told together with all that are dropped until it is told. */
	void dropped(String pattern, OverflowPolicy policy) {
		this.turns.run(() -> {
			DroppedEvents earlier = this.dropped.get(pattern);
			if (earlier != null) {
				earlier.number++;
				return;
			}
			DroppedEvents first = new DroppedEvents(pattern, policy);
			if (tell(first)) {
				this.dropped.put(pattern, first);
			}
		});
	}

	void failed(Throwable failure, @Nullable String pattern) {
		tell((listener) -> listener.failed(failure, pattern));
	}

	/**
	 * Put a notice into the queue.
	 * @return whether somebody will be told
	 */
	private boolean tell(Consumer<VwsClientListener> event) {
		return this.turns.call(() -> {
			if (this.registrations.isEmpty()) {
				return false;
			}
			if (this.waiting.size() >= CAPACITY) {
				this.failures.warn("A listener of a client is stuck and is not told everything");
				return false;
			}
			this.waiting.add(new Notice(this.registrations, event));
			if (!this.running) {
				this.running = true;
				this.turns.afterwards(this::start);
			}
			return true;
		});
	}

	private void start() {
		try {
			this.executor.execute(this::tellAll);
		}
		catch (RejectedExecutionException ex) {
			this.failures.failed(ex, "The listeners of a client are not told what happens");
			this.turns.run(() -> {
				this.waiting.clear();
				this.dropped.clear();
				this.running = false;
			});
		}
	}

	private void tellAll() {
		for (Notice next = next(); next != null; next = next()) {
			for (Registration registration : next.registrations) {
				if (registration.active) {
					tell(registration.listener, next.event);
				}
			}
		}
	}

	private @Nullable Notice next() {
		return this.turns.call(() -> {
			Notice next = this.waiting.poll();
			this.running = next != null;
			if (next != null && next.event instanceof DroppedEvents events) {
				this.dropped.remove(events.pattern);
			}
			return next;
		});
	}

	private void tell(VwsClientListener listener, Consumer<VwsClientListener> event) {
		try {
			event.accept(listener);
		}
		catch (RuntimeException | Error ex) {
			this.failures.failed(ex, "A listener of a client failed");
		}
	}

	private record Notice(List<Registration> registrations, Consumer<VwsClientListener> event) {
	}

	/** Grows under the lock until it is taken from the queue. */
	private static final class DroppedEvents implements Consumer<VwsClientListener> {

		private final String pattern;

		private final OverflowPolicy policy;

		private long number = 1;

		DroppedEvents(String pattern, OverflowPolicy policy) {
			this.pattern = pattern;
			this.policy = policy;
		}

		@Override
		public void accept(VwsClientListener listener) {
			listener.dropped(this.pattern, this.policy, this.number);
		}

	}

	/** One call of {@link #add}: the same listener may be added twice. */
	private static final class Registration {

		private final VwsClientListener listener;

		private volatile boolean active = true;

		Registration(VwsClientListener listener) {
			this.listener = listener;
		}

	}

}
