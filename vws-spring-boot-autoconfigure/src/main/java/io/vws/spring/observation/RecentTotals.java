package io.vws.spring.observation;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.vws.server.ServerStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the sums over all connections for a moment: a registry asks for each meter by
 * itself, and all of them would walk over the connections. Thread-safe.
 */
final class RecentTotals {

	private static final long MOMENT = Duration.ofMillis(100).toNanos();

	private final Supplier<ServerStatistics.Totals> source;

	private final LongSupplier nanoTime;

	private ServerStatistics.@Nullable Totals last;

	private long lastTime;

	RecentTotals(Supplier<ServerStatistics.Totals> source, LongSupplier nanoTime) {
		this.source = source;
		this.nanoTime = nanoTime;
	}

	synchronized ServerStatistics.Totals get() {
		long now = this.nanoTime.getAsLong();
		ServerStatistics.Totals totals = this.last;
		if (totals == null || now - this.lastTime >= MOMENT) {
			totals = this.source.get();
			this.last = totals;
			this.lastTime = now;
		}
		return totals;
	}

}
