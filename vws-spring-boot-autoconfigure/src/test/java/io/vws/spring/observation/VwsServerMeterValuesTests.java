package io.vws.spring.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.bus.InMemoryEventBus;
import io.vws.server.ServerStatistics;
import io.vws.server.ServerTime;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsServer;
import io.vws.test.FakePeer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each meter has the value that it is named after. No two are the same in a test, or one
 * could stand for the other.
 */
class VwsServerMeterValuesTests {

	private static final String SUBSCRIBE = "{\"k\":\"s\",\"t\":\"a\"}";

	private final InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.shared());

	private final VwsServer server = VwsServer.builder(this.bus, VwsAuthorizer.allowAll(), JsonMapper.shared()).build();

	private final ServerTime time = ServerTime.stop(this.server);

	private final ServerStatistics statistics = this.server.statistics();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		new VwsServerMeters(this.server, this.bus).bindTo(this.registry);
	}

	@AfterEach
	void stop() {
		this.server.stop(Duration.ZERO);
	}

	@Test
	void pingsAndConnectionsThatEndedWithoutAnAnswerOrInAWrite() {
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
		endInAWrite("stuck1");
		endInAWrite("stuck2");
		assertThat(counter("vws.pings")).isEqualTo(6);
		assertThat(counter("vws.pongs.missed")).isEqualTo(3);
		assertThat(counter("vws.writes.timed.out")).isEqualTo(2);
	}

	/** The queue has two events of 15 bytes, and the first has been written for 7 s. */
	@Test
	void whatWaitsForAClientAndForHowLong() {
		FakePeer slow = FakePeer.connect(this.server, "slow");
		slow.send(SUBSCRIBE);
		await().until(() -> slow.connection().sent().answers() == 1 && slow.connection().queuedMessages() == 0);
		slow.stopReading();
		this.bus.publish("a", 1);
		this.bus.publish("a", 2);
		this.time.advance(Duration.ofSeconds(7));
		// Meters look at most every 100 ms, and nothing asked them before.
		assertThat(gauge("vws.queue.messages")).isEqualTo(2);
		assertThat(gauge("vws.queue.size")).isEqualTo(30);
		assertThat(gauge("vws.queue.lag")).isEqualTo(7);
	}

	private void endInAWrite(String id) {
		FakePeer peer = FakePeer.connect(this.server, id);
		peer.stopReading();
		peer.send(SUBSCRIBE);
		advanceUntilAllAreGone();
	}

	private void advanceUntilAllAreGone() {
		await().until(() -> {
			this.time.advance(Duration.ofMillis(100));
			return this.server.connections().isEmpty();
		});
	}

	/** Looks often, since time passes only here. */
	private static ConditionFactory await() {
		return Awaitility.with().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).await();
	}

	private double counter(String name) {
		return this.registry.get(name).functionCounter().count();
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

}
