package io.vws.spring.observation;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.server.MessageKind;
import io.vws.server.MessageSize;
import io.vws.server.OutboundTraffic;
import io.vws.server.ServerStatistics;
import io.vws.server.VwsServer;

/**
 * Shows what a server and its bus count themselves, as often as the registry asks, so
 * that no message costs more for being counted in several registries or in none.
 */
public final class VwsServerMeters implements MeterBinder {

	private final ServerStatistics statistics;

	private final EventBus bus;

	private final RecentTotals totals;

	/**
	 * Create the meters.
	 * @param server what to show
	 * @param bus shown too as far as it counts, which an {@link InMemoryEventBus} does
	 */
	public VwsServerMeters(VwsServer server, EventBus bus) {
		this.statistics = server.statistics();
		this.bus = bus;
		this.totals = new RecentTotals(this.statistics::totals, System::nanoTime);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindReceived(registry);
		bindSent(registry);
		gauge(VwsMeter.SUBSCRIPTIONS_ACTIVE, registry, (totals) -> totals.get().subscriptions());
		gauge(VwsMeter.QUEUE_MESSAGES, registry, (totals) -> totals.get().queuedMessages());
		gauge(VwsMeter.QUEUE_SIZE, registry, (totals) -> totals.get().queuedBytes());
		gauge(VwsMeter.QUEUE_LAG, registry, (totals) -> totals.get().longestWrite().toNanos() / 1e9);
		counter(VwsMeter.PINGS, registry, ServerStatistics::pings);
		counter(VwsMeter.PONGS_MISSED, registry, ServerStatistics::missedPongs);
		counter(VwsMeter.WRITES_TIMED_OUT, registry, ServerStatistics::writeTimeouts);
		for (MessageSize size : MessageSize.values()) {
			counter(VwsMeter.EVENTS_ENCODED, registry, (statistics) -> statistics.encoded(size), "size", size.tag());
		}
		if (this.bus instanceof InMemoryEventBus counting) {
			FunctionCounter.builder(VwsMeter.BUS_PUBLISHED.id(), counting, InMemoryEventBus::publishedCount)
				.description(VwsMeter.BUS_PUBLISHED.description())
				.register(registry);
		}
	}

	private void bindReceived(MeterRegistry registry) {
		for (MessageKind kind : MessageKind.values()) {
			for (MessageSize size : MessageSize.values()) {
				counter(VwsMeter.MESSAGES_RECEIVED, registry, (statistics) -> statistics.received(kind, size), "kind",
						kind.tag(), "size", size.tag());
			}
			counter(VwsMeter.MESSAGES_RECEIVED_SIZE, registry, (statistics) -> statistics.receivedBytes(kind), "kind",
					kind.tag());
			FunctionTimer
				.builder(VwsMeter.REQUESTS.id(), this.statistics, (statistics) -> statistics.received(kind),
						(statistics) -> statistics.handlingTime(kind).toNanos(), TimeUnit.NANOSECONDS)
				.description(VwsMeter.REQUESTS.description())
				.tags("kind", kind.tag())
				.register(registry);
		}
	}

	private void bindSent(MeterRegistry registry) {
		sent(VwsMeter.MESSAGES_SENT, registry, "event", OutboundTraffic::events);
		sent(VwsMeter.MESSAGES_SENT, registry, "answer", OutboundTraffic::answers);
		sent(VwsMeter.MESSAGES_SENT_SIZE, registry, "event", OutboundTraffic::eventBytes);
		sent(VwsMeter.MESSAGES_SENT_SIZE, registry, "answer", OutboundTraffic::answerBytes);
	}

	private void sent(VwsMeter meter, MeterRegistry registry, String kind, ToLongFunction<OutboundTraffic> count) {
		FunctionCounter.builder(meter.id(), this.totals, (totals) -> count.applyAsLong(totals.get().sent()))
			.description(meter.description())
			.baseUnit(meter.baseUnit())
			.tags("kind", kind)
			.register(registry);
	}

	private void counter(VwsMeter meter, MeterRegistry registry, ToDoubleFunction<ServerStatistics> count,
			String... tags) {
		FunctionCounter.builder(meter.id(), this.statistics, count)
			.description(meter.description())
			.baseUnit(meter.baseUnit())
			.tags(tags)
			.register(registry);
	}

	private void gauge(VwsMeter meter, MeterRegistry registry, ToDoubleFunction<RecentTotals> value) {
		Gauge.builder(meter.id(), this.totals, value)
			.description(meter.description())
			.baseUnit(meter.baseUnit())
			.register(registry);
	}

}
