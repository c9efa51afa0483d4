package io.vws.kitchen;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.vws.client.ClientState;
import io.vws.client.VwsClient;
import io.vws.sample.LiveOrdersApplication;
import io.vws.server.VwsServer;
import io.vws.spring.test.VwsTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The kitchen as a service of its own, beside a shop that has none.
 */
@Timeout(120)
class KitchenIntegrationTests {

	@Test
	void kitchenThatKnowsNothingButItsClientCooksWhatCustomersOrder() {
		try (ConfigurableApplicationContext shop = shop(0);
				ConfigurableApplicationContext kitchen = kitchen(port(shop));
				VwsTestClient ada = customer(port(shop))) {
			awaitConnected(kitchen);
			ada.subscribe("customers/ada/orders/+id/+event");
			order(ada);
			assertThat(ada.expectEvent("customers/ada/orders/+/placed").json()).contains("Diavola");
			for (String status : List.of("preparing", "baking", "ready", "delivered")) {
				assertThat(ada.expectEvent("customers/ada/orders/+/status").json())
					.contains("\"status\":\"" + status + "\"");
			}
			assertThat(kitchen.getBeansOfType(VwsServer.class)).isEmpty();
		}
	}

	@Test
	void kitchenThatComesLaterFinishesWhatWaits() {
		try (ConfigurableApplicationContext shop = shop(0); VwsTestClient ada = customer(port(shop))) {
			ada.subscribe("customers/ada/orders/+id/+event");
			order(ada);
			ada.expectEvent("customers/ada/orders/+/placed");
			try (ConfigurableApplicationContext kitchen = kitchen(port(shop))) {
				awaitConnected(kitchen);
				ada.expectEvent("customers/ada/orders/+/status", (event) -> event.json().contains("delivered"));
			}
		}
	}

	/** Symptom: without an order to work on the process ended. */
	@Test
	void kitchenGoesOnWithoutOrders() {
		try (ConfigurableApplicationContext kitchen = kitchen(1)) {
			assertThat(kitchen.isRunning()).isTrue();
			assertThat(Thread.getAllStackTraces().keySet())
				.anyMatch((thread) -> thread.getName().equals("keep-alive") && !thread.isDaemon());
		}
	}

	/** A kitchen whose shop is away starts all the same, and opens no port. */
	@Test
	void kitchenOpensNoPort() {
		try (ConfigurableApplicationContext kitchen = kitchen(1)) {
			assertThat(kitchen).isNotInstanceOf(WebServerApplicationContext.class);
			assertThat(kitchen.getEnvironment().containsProperty("local.server.port")).isFalse();
			assertThat(kitchen.getBean(VwsClient.class).status().state()).isNotEqualTo(ClientState.OPEN);
		}
	}

	private static ConfigurableApplicationContext shop(int port) {
		return new SpringApplicationBuilder(LiveOrdersApplication.class).run("--server.port=" + port,
				"--kitchen.enabled=false", "--shop.orders-per-second=0");
	}

	private static ConfigurableApplicationContext kitchen(int port) {
		return KitchenApplication.builder()
			.run("--vws.client.url=ws://localhost:" + port + "/vws", "--kitchen.step-time=100ms");
	}

	private static int port(ConfigurableApplicationContext shop) {
		return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static VwsTestClient customer(int port) {
		return VwsTestClient.connect(VwsClient.builder("ws://localhost:" + port + "/vws")
			.headers(() -> Map.of("Authorization", "Basic YWRhOnBpenph")));
	}

	private static void order(VwsTestClient customer) {
		customer.publish("customers/ada/orders/new",
				Map.of("item", "Diavola", "quantity", 2, "reference", "0123456789abcdef"));
	}

	private static void awaitConnected(ConfigurableApplicationContext kitchen) {
		VwsClient client = kitchen.getBean(VwsClient.class);
		await().atMost(Duration.ofSeconds(30)).until(() -> client.status().state() == ClientState.OPEN);
	}

}
