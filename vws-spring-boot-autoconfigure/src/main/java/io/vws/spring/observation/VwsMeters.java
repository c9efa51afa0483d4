package io.vws.spring.observation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vws.bus.Peer;
import io.vws.bus.SubscriberErrorHandler;
import io.vws.bus.Subscription;
import io.vws.delivery.OverflowPolicy;
import io.vws.server.CloseReason;
import io.vws.server.MessageKind;
import io.vws.server.ServerListener;
import io.vws.spring.event.ClientEventPublisher;
import io.vws.spring.event.EventFailure;
import io.vws.spring.event.EventOutcomeListener;
import io.vws.transform.Direction;
import io.vws.wire.NackCode;

/**
 * Counts what happens now and then on the server and around the bus. What happens with
 * each message is counted by the server itself, see {@link VwsServerMeters}. The number
 * of time series does not depend on what clients send: all tags come from closed lists.
 */
public final class VwsMeters implements ServerListener, EventOutcomeListener, SubscriberErrorHandler {

	private final MeterRegistry registry;

	private final Map<VwsMeter, CounterFamily> counters = new EnumMap<>(VwsMeter.class);

	private final AtomicInteger active = new AtomicInteger();

	private final Timer duration;

	private final Map<String, Timer> listeners = new ConcurrentHashMap<>();

	private final SubscriberErrorHandler log = SubscriberErrorHandler.logging();

	/**
	 * Create the meters.
	 * @param registry where to count
	 */
	public VwsMeters(MeterRegistry registry) {
		this.registry = registry;
		Gauge.builder(VwsMeter.CONNECTIONS_ACTIVE.id(), this.active, AtomicInteger::get)
			.description(VwsMeter.CONNECTIONS_ACTIVE.description())
			.register(registry);
		this.duration = Timer.builder(VwsMeter.CONNECTIONS_DURATION.id())
			.description(VwsMeter.CONNECTIONS_DURATION.description())
			.register(registry);
		for (VwsMeter meter : new VwsMeter[] { VwsMeter.CONNECTIONS_OPENED, VwsMeter.CONNECTIONS_CLOSED,
				VwsMeter.CONNECTIONS_REJECTED, VwsMeter.SUBSCRIPTIONS_INITIAL_REFUSED, VwsMeter.REQUESTS_REFUSED,
				VwsMeter.AUTHORIZATION_DENIED, VwsMeter.EVENTS_DROPPED, VwsMeter.EVENTS_LOST,
				VwsMeter.TRANSFORMS_DROPPED, VwsMeter.TRANSFORMS_FAILED, VwsMeter.BUS_SUBSCRIBERS_FAILED }) {
			this.counters.put(meter, new CounterFamily(meter, registry));
		}
		this.listeners.computeIfAbsent(ClientEventPublisher.LISTENERS, this::timer);
	}

	private CounterFamily counter(VwsMeter meter) {
		return Objects.requireNonNull(this.counters.get(meter));
	}

	@Override
	public void opened(Peer peer) {
		this.active.incrementAndGet();
		counter(VwsMeter.CONNECTIONS_OPENED).increment();
	}

	@Override
	public void closed(Peer peer, CloseReason reason, Duration age) {
		this.active.decrementAndGet();
		counter(VwsMeter.CONNECTIONS_CLOSED).increment(CloseCodes.tag(reason.code()));
		this.duration.record(age);
	}

	@Override
	public void rejected(CloseReason reason) {
		counter(VwsMeter.CONNECTIONS_REJECTED).increment(Rejections.tag(reason));
	}

	@Override
	public void dropped(Peer peer, OverflowPolicy policy, long events) {
		counter(VwsMeter.EVENTS_DROPPED).increment(VwsMeter.tag(policy), events);
	}

	@Override
	public void refused(Peer peer, MessageKind kind, NackCode code) {
		counter(VwsMeter.REQUESTS_REFUSED).increment(code.code());
		if (code == NackCode.FORBIDDEN) {
			counter(VwsMeter.AUTHORIZATION_DENIED).increment((kind == MessageKind.EVENT) ? "publish" : "subscribe");
		}
	}

	@Override
	public void transformDropped(Direction direction) {
		counter(VwsMeter.TRANSFORMS_DROPPED).increment(VwsMeter.tag(direction));
	}

	@Override
	public void transformFailed(Direction direction) {
		counter(VwsMeter.TRANSFORMS_FAILED).increment(VwsMeter.tag(direction));
	}

	@Override
	public void initialSubscriptionRefused(Peer peer) {
		counter(VwsMeter.SUBSCRIPTIONS_INITIAL_REFUSED).increment();
	}

	@Override
	public void failed(EventFailure failure) {
		counter(VwsMeter.EVENTS_LOST).increment(VwsMeter.tag(failure));
	}

	@Override
	public void called(String listener, Duration time) {
		this.listeners.computeIfAbsent(listener, this::timer).record(time);
	}

	private Timer timer(String listener) {
		return Timer.builder(VwsMeter.LISTENERS.id())
			.description(VwsMeter.LISTENERS.description())
			.tag("listener", listener)
			.register(this.registry);
	}

	@Override
	public void handle(Subscription subscription, Throwable error) {
		counter(VwsMeter.BUS_SUBSCRIBERS_FAILED).increment();
		this.log.handle(subscription, error);
	}

}
