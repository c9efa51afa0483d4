package io.vws.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until the test advances it; timers run on the test's thread.
 * Thread-safe.
 */
final class ManualScheduler implements Scheduler {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final List<ManualTimer> timers = new ArrayList<>();

	private long nanos;

	@Override
	public synchronized long nanoTime() {
		return this.nanos;
	}

	@Override
	public synchronized Instant now() {
		return START.plusNanos(this.nanos);
	}

	/** The wall clock after so much time. */
	static Instant at(Duration time) {
		return START.plus(time);
	}

	@Override
	public synchronized Timer schedule(Duration delay, Runnable task) {
		ManualTimer timer = new ManualTimer(this.nanos + delay.toNanos(), task);
		this.timers.add(timer);
		return () -> cancel(timer);
	}

	private synchronized void cancel(ManualTimer timer) {
		this.timers.remove(timer);
	}

	/** Let time pass, and run what is due at its moment. */
	void advance(Duration step, Runnable afterEach) {
		long end = nanoTime() + step.toNanos();
		for (ManualTimer timer = nextUntil(end); timer != null; timer = nextUntil(end)) {
			timer.task.run();
			afterEach.run();
		}
		standAt(end);
	}

	/** Let time pass in which this process stands still: what is due runs too late. */
	void freeze(Duration step, Runnable afterEach) {
		standAt(nanoTime() + step.toNanos());
		advance(Duration.ZERO, afterEach);
	}

	private synchronized @Nullable ManualTimer nextUntil(long end) {
		ManualTimer next = this.timers.stream().min(Comparator.comparingLong((timer) -> timer.dueAt)).orElse(null);
		if (next == null || next.dueAt > end) {
			return null;
		}
		this.timers.remove(next);
		this.nanos = Math.max(this.nanos, next.dueAt);
		return next;
	}

	private synchronized void standAt(long nanos) {
		this.nanos = nanos;
	}

	/** Timers that wait. */
	synchronized int waiting() {
		return this.timers.size();
	}

	private record ManualTimer(long dueAt, Runnable task) {
	}

}
