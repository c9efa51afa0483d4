package io.vws.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Peer;
import io.vws.delivery.OverflowPolicy;
import io.vws.server.ConnectionLimits;
import io.vws.server.QueueLimits;
import io.vws.server.RateLimits;
import io.vws.server.ServerSettings;
import io.vws.server.ServerStatistics;
import io.vws.server.ServerTime;
import io.vws.server.Validity;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnections;
import io.vws.server.VwsServer;
import io.vws.test.FakePeer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.actuate.endpoint.Show;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each number stands under its own name. No two are the same, or one could stand for the
 * other.
 */
class ServerDescriptorTests {

	private static final Instant EXPIRY = Instant.parse("2999-12-31T23:59:59Z");

	private final InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.shared());

	private final VwsServer server = VwsServer.builder(this.bus, VwsAuthorizer.allowAll(), JsonMapper.shared())
		.settings(settings())
		.build();

	private final ServerTime time = ServerTime.stop(this.server);

	private final ServerStatistics statistics = this.server.statistics();

	private static ServerSettings settings() {
		ServerSettings defaults = ServerSettings.defaults();
		return new ServerSettings(
				new ServerSettings.Limits(new ConnectionLimits(101, 102, 103, 104),
						new RateLimits(106, 10_007, 0, Duration.ofSeconds(20)), 105, 108, 109),
				defaults.timeouts(), new QueueLimits(8, 10_011, OverflowPolicy.DROP_OLDEST), defaults.forwardHeaders(),
				defaults.trace(), List.of());
	}

	@AfterEach
	void stop() {
		this.server.stop(Duration.ZERO);
	}

	@Test
	void limitsAreThoseOfTheSettings() {
		assertThat(shown().get("limits")).isEqualTo(JsonMapper.shared().readTree("""
				{"connections":101,"connectionsPerUser":102,"connectionsPerAddress":103,"handshakesPerSecond":104,
				 "subscriptions":105,"messagesPerSecond":106,"bytesPerSecond":10007,"messageBytes":108,
				 "eventBytes":109,"queueMessages":8,"queueBytes":10011,"onOverflow":"drop-oldest"}"""));
	}

	@Test
	void countsAreThoseOfAllConnections() {
		endWithoutAnAnswer();
		endInAWrite();
		slowPeer();
		FakePeer.connect(this.server, "c2")
			.send(subscribe("e"), "malformed", "{\"t\":\"nobody\",\"d\":1}", "{\"t\":\"nobody\",\"d\":2}");
		await().until(() -> this.statistics.totals().sent().answers() == 9);
		this.time.advance(Duration.ofSeconds(7));
		assertThat(shown().get("counts")).isEqualTo(JsonMapper.shared().readTree("""
				{"connections":2,"subscriptions":5,"queuedMessages":8,"queuedBytes":120,"longestWrite":"PT7S",
				 "received":{"event":2,"subscribe":6,"unsubscribe":3,"unsubscribe-all":0,"answer":0,"unknown":0,
				 "malformed":1},
				 "sentEvents":4,"sentAnswers":9,"droppedEvents":12,"pings":6,"missedPongs":3,"writeTimeouts":1}"""));
	}

	@Test
	void aConnectionHasItsOwnNumbers() {
		FakePeer slow = slowPeer();
		ObjectNode shown = (ObjectNode) shown().at("/connections/0");
		assertThat(shown.remove("since").asString()).isEqualTo(slow.connection().since().toString());
		assertThat(shown).isEqualTo(JsonMapper.shared().readTree("""
				{"id":"slow","user":"ada","address":"192.0.2.1","expiresAt":"2999-12-31T23:59:59Z",
				 "subscriptions":4,"patterns":["a","b","c","d"],"queuedMessages":8,"queuedBytes":120,
				 "sentMessages":11,"sentBytes":123,"droppedEvents":12}"""));
	}

	/** Three peers that answer one ping of two. */
	private void endWithoutAnAnswer() {
		List<FakePeer> silent = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			silent.add(FakePeer.connect(this.server, "silent" + i));
		}
		this.time.advance(Duration.ofSeconds(30));
		await().until(() -> this.statistics.pings() == 3);
		silent.forEach((peer) -> peer.connection().receivePong());
		this.time.advance(Duration.ofSeconds(30));
		await().until(() -> this.statistics.pings() == 6);
		advanceUntilAllAreGone();
	}

	private void endInAWrite() {
		FakePeer stuck = FakePeer.connect(this.server, "stuck");
		stuck.stopReading();
		stuck.send(subscribe("a"));
		advanceUntilAllAreGone();
	}

	/** Has read seven answers and four events when it stops. */
	private FakePeer slowPeer() {
		FakePeer slow = FakePeer.connect(this.server, new Peer("slow", () -> "ada", "192.0.2.1"),
				Validity.until(EXPIRY));
		slow.send(subscribe("a"), subscribe("b"), subscribe("c"), subscribe("d"));
		for (int i = 0; i < 3; i++) {
			slow.send("{\"k\":\"u\",\"t\":\"x\"}");
		}
		await().until(() -> slow.connection().sent().messages() == 7);
		publish(4);
		await().until(() -> slow.connection().sent().messages() == 11);
		slow.stopReading();
		publish(8 + 12);
		return slow;
	}

	private void publish(int events) {
		for (int i = 0; i < events; i++) {
			this.bus.publish("a", 1);
		}
	}

	private static String subscribe(String topic) {
		return "{\"k\":\"s\",\"t\":\"" + topic + "\"}";
	}

	private void advanceUntilAllAreGone() {
		await().until(() -> {
			this.time.advance(Duration.ofMillis(100));
			return this.server.connections().isEmpty();
		});
	}

	/** As the endpoint's answer has it. */
	private JsonNode shown() {
		VwsEndpoint endpoint = new VwsEndpoint(this.server, new VwsConnections(this.server), VwsAuthorizer.allowAll(),
				JsonMapper.shared(), Show.ALWAYS, Set.of());
		return JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(endpoint.server(null)));
	}

	/** Looks often, since time passes only here. */
	private static ConditionFactory await() {
		return Awaitility.with().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).await();
	}

}
