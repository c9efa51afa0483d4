package io.vws.test;

import java.time.Duration;
import java.util.Map;

import io.vws.client.RequestRefusedException;
import io.vws.server.CloseReason;
import io.vws.server.VwsConnections;
import io.vws.spring.test.RecordingEventBus;
import io.vws.spring.test.VwsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the tests of users need.
 */
@Timeout(60)
class VwsTestClientIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Recording.class);
	}

	@AfterEach
	void forget() {
		app.bean(RecordingEventBus.class).clear();
	}

	/** An order. */
	record Order(String item, int quantity) {
	}

	@Test
	void expectEventThenTakesTheFirstThatMatches() {
		try (VwsTestClient client = VwsTestClient.connect(app.port())) {
			client.subscribe("orders/#", "other");
			client.publish("orders/7/status", "baking");
			client.publish("orders/7/placed", new Order("Diavola", 2));
			client.publish("orders/8/placed", new Order("Funghi", 1));
			assertThat(client.expectEvent("orders/+id/placed", Order.class)).isEqualTo(new Order("Diavola", 2));
			assertThat(client.expectEvent("orders/+/placed", (event) -> event.json().contains("Funghi")).topic())
				.isEqualTo("orders/8/placed");
			assertThat(client.expectEvent("orders/#").payload(String.class)).isEqualTo("baking");
			client.expectNoEvent("#");
		}
	}

	@Test
	void expectEventWhenNoneComesThenSaysWhatCame() {
		try (VwsTestClient client = VwsTestClient.connect(app.port()).within(Duration.ofMillis(200))) {
			client.subscribe("orders/#");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.expectEvent("orders/1"))
				.withMessage("Expected an event on 'orders/1' within PT0.2S, but none came");
			client.within(Duration.ofSeconds(10)).publish("orders/2", 5);
			client.expectEvent("orders/2");
			client.publish("orders/2", 6);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.expectNoEvent("orders/+"))
				.withMessage("Expected no event on 'orders/+', but these came:\n  orders/2 6");
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> client.within(Duration.ofMillis(200)).expectEvent("orders/1"))
				.withMessage("Expected an event on 'orders/1' within PT0.2S, but these came:\n  orders/2 6");
		}
	}

	@Test
	void refusalsAreThrown() {
		try (VwsTestClient client = VwsTestClient.connect(app.port())) {
			assertThatExceptionOfType(RequestRefusedException.class).isThrownBy(() -> client.publish("secret/1", 1))
				.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo("forbidden"));
			assertThatExceptionOfType(RequestRefusedException.class).isThrownBy(() -> client.subscribe("secret/1"));
			client.expectNoEvent("#");
		}
	}

	@Test
	void expectNoEventWhenTheConnectionHasEndedForGoodThenFails() {
		try (VwsTestClient client = VwsTestClient.connect(app.port())) {
			client.subscribe("a");
			VwsConnections connections = app.bean(VwsConnections.class);
			connections.list(1).forEach((connection) -> connections.disconnectOne(connection.id()));
			assertThat(client.expectEnd().code()).isEqualTo(4503);
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> client.expectNoEvent("a"));
		}
	}

	@Test
	void expectNoEventLeavesNoSubscription() {
		try (VwsTestClient client = VwsTestClient.connect(app.port())) {
			client.subscribe("a");
			client.expectNoEvent("a");
			assertThat(app.server().statistics().totals().subscriptions()).isOne();
		}
	}

	/**
	 * Subscribes, since a client may know that it is connected before the server does.
	 */
	@Test
	void expectEndThenSaysHowTheConnectionEnded() {
		try (VwsTestClient client = VwsTestClient.connect("ws://localhost:" + app.port() + "/vws", Map.of())) {
			client.subscribe("a");
			app.server().connections().forEach((connection) -> connection.close(CloseReason.GOING_AWAY));
			assertThat(client.expectEnd().code()).isEqualTo(1001);
		}
	}

	@Test
	void connectWhenThereIsNoWayThenFails() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> VwsTestClient
			.connect("ws://localhost:" + app.port() + "/vws", Map.of("Origin", "https://evil.example")));
	}

	@Test
	void recordingBusKnowsWhatClientsAndTheApplicationPublished() {
		RecordingEventBus bus = app.bean(RecordingEventBus.class);
		try (VwsTestClient client = VwsTestClient.connect(app.port())) {
			client.subscribe("a/#");
			client.publish("a/1", 1);
			app.bus().publish("a/2", 2);
			assertThat(bus.events()).extracting((event) -> event.topic().text()).containsExactly("a/1", "a/2");
			assertThat(bus.expectEvent("a/2").payload().json()).isEqualTo("2");
			assertThat(bus.expectEvent("a/+").sender()).isNotNull();
			bus.expectNoEvent("#");
			assertThat(client.expectEvent("a/2").json()).isEqualTo("2");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Recording {

		@Bean
		RecordingEventBus bus(JsonMapper mapper) {
			return new RecordingEventBus(mapper);
		}

	}

}
