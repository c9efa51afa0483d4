package io.vws.docs;

import io.vws.bus.InMemoryEventBus;
import io.vws.bus.PublishObservation;
import io.vws.bus.SubscriberErrorHandler;
import io.vws.spring.test.RecordingEventBus;
import io.vws.spring.test.VwsTestClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page about tests shows. Compiled, not run.
 */
abstract class TestExamples {

	@Test
	void orderIsBaked(@LocalServerPort int port) {
		try (VwsTestClient client = VwsTestClient.connect(port)) {
			client.subscribe("orders/#");
			client.publish("orders/new", new NewOrder("Margherita"));
			assertThat(client.expectEvent("orders/+id/status", OrderStatus.class).status()).isEqualTo("baking");
			client.expectNoEvent("orders/+id/cancelled");
		}
	}

	@TestConfiguration
	class Recording {

		@Bean
		RecordingEventBus bus(JsonMapper mapper) {
			return new RecordingEventBus(mapper);
		}

	}

	@TestConfiguration
	class ObservedRecording {

		@Bean
		RecordingEventBus bus(JsonMapper mapper, ShopErrors errors, ObjectProvider<PublishObservation> observation) {
			return new RecordingEventBus(
					new InMemoryEventBus(mapper, errors, observation.getIfAvailable(PublishObservation::none)), mapper);
		}

	}

	interface ShopErrors extends SubscriberErrorHandler {

	}

	record NewOrder(String pizza) {
	}

	record OrderStatus(String status) {
	}

}
