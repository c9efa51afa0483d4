package io.vws.spring.observation;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vws.bus.Peer;
import io.vws.bus.SubscriberErrorHandler;
import io.vws.bus.Subscription;
import io.vws.server.CloseReason;
import io.vws.delivery.OverflowPolicy;
import io.vws.server.ServerListener;
import io.vws.spring.event.EventFailure;
import io.vws.spring.event.EventFailureListener;
import io.vws.transform.Direction;
import io.vws.wire.NackCode;

/**
 * Counts what happens on the server. The number of time series does not depend on what
 * clients send: all tags come from closed lists.
 */
public final class VwsMeters implements ServerListener, EventFailureListener, SubscriberErrorHandler {

	private static final Set<Integer> KNOWN_CLOSE_CODES = Set.of(1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009,
			1011, 1012, 1013, 4005, 4008, 4012, 4013, 4500, 4503);

	private static final Map<CloseReason, String> REJECTIONS = Map.of(CloseReason.RESTARTING, "stopping",
			CloseReason.TRY_AGAIN_LATER, "connections", CloseReason.TOO_MANY_OF_USER, "connections-per-user",
			CloseReason.TOO_MANY_FROM_ADDRESS, "connections-per-address", CloseReason.TOO_MANY_HANDSHAKES,
			"handshakes");

	private final MeterRegistry registry;

	private final AtomicInteger active = new AtomicInteger();

	private final SubscriberErrorHandler log = SubscriberErrorHandler.logging();

	/**
	 * Create the meters.
	 * @param registry where to count
	 */
	public VwsMeters(MeterRegistry registry) {
		this.registry = registry;
		Gauge.builder("vws.connections.active", this.active, AtomicInteger::get)
			.description("Connections that are open")
			.register(registry);
	}

	@Override
	public void opened(Peer peer) {
		this.active.incrementAndGet();
		count("vws.connections.opened", "Connections that were opened", Tags.empty(), 1);
	}

	@Override
	public void closed(Peer peer, CloseReason reason) {
		this.active.decrementAndGet();
		String code = KNOWN_CLOSE_CODES.contains(reason.code()) ? String.valueOf(reason.code()) : "other";
		count("vws.connections.closed", "Connections that ended, by close code", Tags.of("code", code), 1);
	}

	@Override
	public void rejected(CloseReason reason) {
		count("vws.connections.rejected", "Connections that were not taken, by reason",
				Tags.of("reason", REJECTIONS.getOrDefault(reason, "other")), 1);
	}

	@Override
	public void dropped(Peer peer, OverflowPolicy policy, long events) {
		count("vws.events.dropped", "Events dropped because a client reads too slowly", Tags.of("policy", tag(policy)),
				events);
	}

	@Override
	public void refused(Peer peer, NackCode code) {
		count("vws.requests.refused", "Requests of clients that were refused", Tags.of("code", code.code()), 1);
	}

	@Override
	public void transformDropped(Direction direction) {
		count("vws.transforms.dropped", "Events that a transform dropped", Tags.of("direction", tag(direction)), 1);
	}

	@Override
	public void transformFailed(Direction direction) {
		count("vws.transforms.failed", "Events refused or not sent because a transform failed",
				Tags.of("direction", tag(direction)), 1);
	}

	@Override
	public void initialSubscriptionRefused(Peer peer) {
		count("vws.subscriptions.initial.refused", "Initial subscriptions that the rules refused", Tags.empty(), 1);
	}

	@Override
	public void failed(EventFailure failure) {
		count("vws.events.lost", "Events lost between the application and the bus", Tags.of("reason", tag(failure)), 1);
	}

	@Override
	public void handle(Subscription subscription, RuntimeException error) {
		count("vws.bus.subscribers.failed", "Deliveries that failed in a subscriber", Tags.empty(), 1);
		this.log.handle(subscription, error);
	}

	private static String tag(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private void count(String name, String description, Tags tags, long amount) {
		Counter.builder(name).description(description).tags(tags).register(this.registry).increment(amount);
	}

}
