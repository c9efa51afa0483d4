package io.vws.spring.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Peer;
import io.vws.bus.Subscription;
import io.vws.delivery.OverflowPolicy;
import io.vws.server.CloseReason;
import io.vws.server.MessageKind;
import io.vws.spring.event.EventFailure;
import io.vws.transform.Direction;
import io.vws.wire.NackCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

class VwsMetersTests {

	private static final Peer peer = new Peer("c1", () -> "ada", "192.0.2.1");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final VwsMeters meters = new VwsMeters(this.registry);

	@Test
	void countsConnections() {
		this.meters.opened(peer);
		this.meters.opened(peer);
		this.meters.closed(peer, CloseReason.SLOW_CONSUMER, Duration.ofMinutes(2));
		assertThat(this.registry.get("vws.connections.active").gauge().value()).isEqualTo(1);
		assertThat(count("vws.connections.opened")).isEqualTo(2);
		assertThat(count("vws.connections.closed", "code", "4008")).isEqualTo(1);
		assertThat(this.registry.get("vws.connections.duration").timer().totalTime(TimeUnit.MINUTES)).isEqualTo(2);
	}

	@Test
	void countsConnectionsThatWereNotTaken() {
		List<CloseReason> reasons = List.of(CloseReason.RESTARTING, CloseReason.TRY_AGAIN_LATER,
				CloseReason.TOO_MANY_OF_USER, CloseReason.TOO_MANY_FROM_ADDRESS, CloseReason.TOO_MANY_HANDSHAKES,
				CloseReason.of(1013, "of an application"));
		List<String> tags = List.of("stopping", "connections", "connections-per-user", "connections-per-address",
				"handshakes", "other");
		for (int i = 0; i < reasons.size(); i++) {
			this.meters.rejected(reasons.get(i));
			this.meters.rejected(reasons.get(i));
			assertThat(count("vws.connections.rejected", "reason", tags.get(i))).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1009, 1011, 1012, 1013, 4008, 4012, 4013, 4500 })
	void countsEndsByTheirCode(int code) {
		this.meters.closed(peer, CloseReason.of(code, "x"), Duration.ZERO);
		assertThat(count("vws.connections.closed", "code", String.valueOf(code))).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "DISCONNECT, disconnect", "DROP_OLDEST, drop-oldest", "DROP_NEWEST, drop-newest",
			"CONFLATE, conflate" })
	void countsDroppedEvents(OverflowPolicy policy, String tag) {
		this.meters.dropped(peer, policy, 1000);
		this.meters.dropped(peer, policy, 1);
		assertThat(count("vws.events.dropped", "policy", tag)).isEqualTo(1001);
	}

	@ParameterizedTest
	@EnumSource
	void countsRefusedRequests(NackCode code) {
		this.meters.refused(peer, MessageKind.EVENT, code);
		assertThat(count("vws.requests.refused", "code", code.code())).isEqualTo(1);
		assertThat(count("vws.authorization.denied", "action", "publish"))
			.isEqualTo((code == NackCode.FORBIDDEN) ? 1 : 0);
	}

	@Test
	void countsDenialsByWhatWasAskedFor() {
		this.meters.refused(peer, MessageKind.SUBSCRIBE, NackCode.FORBIDDEN);
		this.meters.refused(peer, MessageKind.SUBSCRIBE, NackCode.BUSY);
		assertThat(count("vws.authorization.denied", "action", "subscribe")).isEqualTo(1);
		assertThat(count("vws.authorization.denied", "action", "publish")).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "INBOUND, inbound", "OUTBOUND, outbound" })
	void countsWhatTransformsDroppedAndFailedFor(Direction direction, String tag) {
		this.meters.transformDropped(direction);
		this.meters.transformDropped(direction);
		this.meters.transformFailed(direction);
		assertThat(count("vws.transforms.dropped", "direction", tag)).isEqualTo(2);
		assertThat(count("vws.transforms.failed", "direction", tag)).isEqualTo(1);
	}

	@Test
	void countsRefusedInitialSubscriptions() {
		this.meters.initialSubscriptionRefused(peer);
		assertThat(count("vws.subscriptions.initial.refused")).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "TOPIC_REFUSED, topic-refused", "MAPPING_FAILED, mapping-failed", "COMMIT_UNKNOWN, commit-unknown",
			"BUS_REFUSED, bus-refused", "LISTENER_FAILED, listener-failed",
			"CONNECTION_EVENT_DROPPED, connection-event-dropped" })
	void countsLostEvents(EventFailure failure, String tag) {
		this.meters.failed(failure);
		assertThat(count("vws.events.lost", "reason", tag)).isEqualTo(1);
	}

	@Test
	void timesEachListener() {
		this.meters.called("kitchen", Duration.ofMillis(20));
		this.meters.called("kitchen", Duration.ofMillis(30));
		Timer timer = this.registry.get("vws.listeners").tag("listener", "kitchen").timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(50);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void countsAndLogsFailedSubscribers(CapturedOutput output) {
		InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.shared(), this.meters);
		Subscription subscription = bus.subscribe("a/#", (event, matched) -> {
			throw new IllegalStateException("of the application");
		});
		bus.publish("a/b", 1);
		assertThat(subscription.isActive()).isTrue();
		assertThat(count("vws.bus.subscribers.failed")).isEqualTo(1);
		assertThat(output).contains("A subscriber of 'a/#' failed to take an event: java.lang.IllegalStateException")
			.doesNotContain("of the application");
	}

	/** A peer chooses the code of its close frame, and may come back with another. */
	@Test
	void numberOfMetersDoesNotDependOnWhatPeersSend() {
		int all = this.registry.getMeters().size();
		IntStream.rangeClosed(-10, 70_000).forEach((code) -> {
			this.meters.closed(new Peer("c" + code, null, "192.0.2." + code), CloseReason.of(code, "text " + code),
					Duration.ZERO);
			this.meters.opened(new Peer("c" + code, () -> "user" + code, null));
		});
		assertThat(this.registry.getMeters()).hasSize(all);
		assertThat(count("vws.connections.closed", "code", "other")).isGreaterThan(60_000);
	}

	/** Of those that count what happens now and then. */
	@Test
	void allCountersAreThereFromTheStartWithAllValuesOfTheirTags() {
		List<VwsMeter> counted = Arrays.stream(VwsMeter.values())
			.filter((meter) -> this.registry.find(meter.id()).meter() != null)
			.toList();
		assertThat(counted).hasSize(14);
		for (VwsMeter meter : counted) {
			for (VwsMeter.Tags tags : meter.tags()) {
				assertThat(this.registry.find(meter.id()).meters())
					.extracting((registered) -> registered.getId().getTag(tags.key()))
					.containsExactlyInAnyOrderElementsOf(tags.values());
			}
			assertThat(this.registry.get(meter.id()).meters()).allSatisfy(
					(registered) -> assertThat(registered.getId().getDescription()).isEqualTo(meter.description()));
		}
	}

	private double count(String name, String... tags) {
		Counter counter = this.registry.get(name).tags(tags).counter();
		return counter.count();
	}

}
