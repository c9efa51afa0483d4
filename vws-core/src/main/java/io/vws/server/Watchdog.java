package io.vws.server;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.vws.log.LogThrottle;
import org.slf4j.LoggerFactory;

/**
 * Advances the {@link CoarseClock} and looks at each connection from time to time: a peer
 * that does not read or does not answer is noticed by the clock, not by the next send.
 * One daemon thread.
 */
final class Watchdog implements AutoCloseable {

	private static final Duration SHORTEST_PERIOD = Duration.ofMillis(10);

	private static final Duration LONGEST_PERIOD = Duration.ofMillis(250);

	/** A longer time between two looks means that the process stood still. */
	private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

	private static final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(Watchdog.class));

	private final CoarseClock clock;

	private final Runnable check;

	private final long period;

	private final ScheduledExecutorService executor;

	private long last = System.nanoTime();

	/**
	 * Create a watchdog.
	 * @param shortestTimeout shortest time that has to be noticed
	 * @param check looks at the connections
	 */
	Watchdog(CoarseClock clock, Duration shortestTimeout, Runnable check) {
		this.clock = clock;
		this.check = check;
		this.period = period(shortestTimeout).toNanos();
		this.executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "vws-watchdog");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Return the time between two looks: an eighth of the shortest timeout, within
	 * bounds. The end of an identity is noticed within it, too, and that has to be within
	 * a second whatever the timeouts are.
	 */
	static Duration period(Duration shortestTimeout) {
		return Collections
			.max(List.of(SHORTEST_PERIOD, Collections.min(List.of(LONGEST_PERIOD, shortestTimeout.dividedBy(8)))));
	}

	void start() {
		this.executor.scheduleAtFixedRate(this::tick, this.period, this.period, TimeUnit.NANOSECONDS);
	}

	private void tick() {
		long now = System.nanoTime();
		this.clock.advance(Math.min(now - this.last, LONGEST_STEP.toNanos()));
		this.last = now;
		try {
			this.check.run();
		}
		catch (RuntimeException | Error ex) {
			failures.failed(ex, "Looking at the connections failed");
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
