package io.vws.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The lock that guards the state of a client. A part of the client changes its state only
 * while it has the turn, which lasts no longer than a few assignments. Whatever could run
 * foreign code or wait, such as a call of the transport, of the executor or of a future,
 * is done {@link #afterwards}, when nobody holds the lock.
 * <p>
 * What is done after one turn is done in order, on the thread that had it; what is done
 * after two turns may overtake each other. So whatever has an order, such as messages and
 * notices, stands in a queue of its own, and only its emptying is done afterwards.
 */
final class Turns {

	private final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(Turns.class));

	private final ReentrantLock lock = new ReentrantLock();

	private List<Runnable> actions = new ArrayList<>();

	/** Take the turn for a change of state; also within a turn. */
	void run(Runnable change) {
		call(() -> {
			change.run();
			return true;
		});
	}

	/** Take the turn for a change of state, or a look at it, that has a result. */
	<T extends @Nullable Object> T call(Supplier<T> change) {
		this.lock.lock();
		try {
			return change.get();
		}
		finally {
			List<Runnable> todo = (this.lock.getHoldCount() == 1) ? takeActions() : List.of();
			this.lock.unlock();
			todo.forEach(this::perform);
		}
	}

	/** Do something once the turn is over. Called by who has it. */
	void afterwards(Runnable action) {
		if (!this.lock.isHeldByCurrentThread()) {
			throw new IllegalStateException("Not within a turn");
		}
		this.actions.add(action);
	}

	private List<Runnable> takeActions() {
		if (this.actions.isEmpty()) {
			return List.of();
		}
		List<Runnable> taken = this.actions;
		this.actions = new ArrayList<>();
		return taken;
	}

	private void perform(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			this.failures.failed(ex, "A client failed");
		}
	}

}
