package io.vws.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the connections of a server that stops. They are told to go one after the other,
 * in random order over a short time, because all that are told at once come back at once.
 */
final class GracefulStop {

	/** Few connections need no more time than this each. */
	private static final Duration LONGEST_STEP = Duration.ofMillis(10);

	private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

	private final Collection<VwsConnection> connections;

	private final CountDownLatch drained = new CountDownLatch(1);

	/**
	 * Create the stop of a server.
	 * @param connections the connections that have not ended; changes as they do
	 */
	GracefulStop(Collection<VwsConnection> connections) {
		this.connections = connections;
	}

	/** A connection has ended, and no further one can come. */
	void check() {
		if (this.connections.isEmpty()) {
			this.drained.countDown();
		}
	}

	/**
	 * Close all connections with 1001 once what waits for them was sent, and return when
	 * all have ended or the time is over; what is left then is cut.
	 * @param timeout longest time for all of it
	 * @param spread time over which the connections are told to go; at most half of the
	 * timeout is used
	 */
	void run(Duration timeout, Duration spread) {
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			awaitRequests(timeout.toNanos() / 4);
			closeAll(Math.min(spread.toNanos(), timeout.toNanos() / 2));
			check();
			this.drained.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.connections.forEach((connection) -> connection.abort(CloseReason.GOING_AWAY));
	}

	/**
	 * Wait for requests that began before the server refused them. Or an event could be
	 * acknowledged that those who were told to go first did not get.
	 */
	private void awaitRequests(long longestNanos) throws InterruptedException {
		long start = System.nanoTime();
		while (this.connections.stream().anyMatch(VwsConnection::isHandling)
				&& System.nanoTime() - start < longestNanos) {
			this.drained.await(LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void closeAll(long spreadNanos) throws InterruptedException {
		List<VwsConnection> all = new ArrayList<>(this.connections);
		Collections.shuffle(all);
		long step = all.isEmpty() ? 0 : Math.min(LONGEST_STEP.toNanos(), spreadNanos / all.size());
		long start = System.nanoTime();
		for (int i = 0; i < all.size(); i++) {
			this.drained.await(start + i * step - System.nanoTime(), TimeUnit.NANOSECONDS);
			all.get(i).close(CloseReason.GOING_AWAY);
		}
		// One that came while the stop began.
		this.connections.forEach((connection) -> connection.close(CloseReason.GOING_AWAY));
	}

}
