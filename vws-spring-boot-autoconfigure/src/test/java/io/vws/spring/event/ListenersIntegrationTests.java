package io.vws.spring.event;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.vws.bus.Peer;
import io.vws.client.VwsClient;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Listeners between clients: over real sockets in, and out again.
 */
@Timeout(60)
class ListenersIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	private static Kitchen kitchen;

	@AutoClose
	private TestPeer customer;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Kitchen.class);
		kitchen = app.bean(Kitchen.class);
	}

	@BeforeEach
	void connect() throws IOException {
		kitchen.orders.clear();
		this.customer = app.connect();
	}

	@Test
	void whatOneClientPublishesComesToTheOtherAsTheResult() throws IOException {
		try (TestPeer display = app.connect()) {
			display.subscribe("orders/+/status");
			assertThat(this.customer.ask("{\"t\":\"orders/7/new\",\"d\":{\"pizza\":\"Funghi\"},\"i\":1}"))
				.isEqualTo("a 1");
			assertThat(display.next())
				.isEqualTo("{\"t\":\"orders/7/status\",\"d\":{\"id\":7,\"text\":\"Funghi in the oven\"}}");
			assertThat(kitchen.orders).singleElement().asString().startsWith("7 Funghi from ");
		}
	}

	@Test
	void whatTheApplicationPublishesIsHandledToo() throws IOException {
		this.customer.subscribe("orders/+/status");
		app.bus().publish("orders/8/new", new Order("Marinara"));
		assertThat(this.customer.next())
			.isEqualTo("{\"t\":\"orders/8/status\",\"d\":{\"id\":8,\"text\":\"Marinara in the oven\"}}");
		assertThat(kitchen.orders).containsExactly("8 Marinara from the application");
	}

	@Test
	void eventsOfOneClientAreHandledInOrder() throws IOException {
		try (TestPeer display = app.connect()) {
			display.subscribe("orders/+/status");
			for (int i = 0; i < 200; i++) {
				this.customer.send("{\"t\":\"orders/" + i + "/new\",\"d\":{\"pizza\":\"x\"}}");
			}
			for (int i = 0; i < 200; i++) {
				assertThat(display.next()).isEqualTo(
						"{\"t\":\"orders/" + i + "/status\",\"d\":{\"id\":" + i + ",\"text\":\"x in the oven\"}}");
			}
		}
	}

	/** Nobody gets what the listener has no room for, and the client is told. */
	@Test
	void fullQueueIsBusyAndNobodyGetsTheEvent() throws IOException, InterruptedException {
		try (TestPeer display = app.connect()) {
			display.subscribe("slow");
			assertThat(this.customer.ask("{\"t\":\"slow\",\"d\":0,\"i\":0}")).isEqualTo("a 0");
			assertThat(kitchen.entered.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(this.customer.ask("{\"t\":\"slow\",\"d\":1,\"i\":1}")).isEqualTo("a 1");
			assertThat(this.customer.ask("{\"t\":\"slow\",\"d\":2,\"i\":2}")).isEqualTo("a 2");
			assertThat(this.customer.ask("{\"t\":\"slow\",\"d\":3,\"i\":3}")).isEqualTo("n 3 busy");
			assertThat(this.customer.exchange("{\"t\":\"slow\",\"d\":4}")).isEmpty();
			kitchen.gate.countDown();
			await().until(() -> kitchen.slow.size() == 3);
			assertThat(this.customer.ask("{\"t\":\"slow\",\"d\":5,\"i\":5}")).isEqualTo("a 5");
			assertThat(display.untilFence()).extracting((event) -> event.replaceAll(".*\"d\":(\\d).*", "$1"))
				.containsExactly("0", "1", "2", "5");
			await().untilAsserted(() -> assertThat(kitchen.slow).containsExactly(0, 1, 2, 5));
		}
		finally {
			kitchen.gate.countDown();
		}
	}

	/** Its client may subscribe a little later, so the customer asks until it hears. */
	@Test
	void listenerOfAnotherApplicationHearsAndAnswersByItsClient() {
		ListenerTester branch = new ListenerTester();
		branch.runner.withBean("shop", VwsClient.class, () -> connectedTo(app.port()))
			.withBean(Branch.class)
			.run((context) -> {
				try (TestPeer display = app.connect()) {
					display.subscribe("deliveries/+/eta");
					List<Integer> orders = context.getBean(Branch.class).orders;
					await().until(() -> {
						this.customer.ask("{\"t\":\"deliveries/7/new\",\"d\":{\"pizza\":\"Funghi\"},\"i\":1}");
						return !orders.isEmpty();
					});
					assertThat(display.next()).isEqualTo("{\"t\":\"deliveries/7/eta\",\"d\":30}");
				}
			});
		assertThat(branch.failures).isEmpty();
	}

	private static VwsClient connectedTo(int port) {
		VwsClient client = VwsClient.builder("ws://localhost:" + port + "/vws").build();
		client.connect().join();
		return client;
	}

	record Order(String pizza) {
	}

	record Status(long id, String text) {
	}

	/** A user's other application. */
	static class Branch {

		private final List<Integer> orders = new CopyOnWriteArrayList<>();

		@VwsListener(client = "shop", patterns = "deliveries/+id/new")
		@SendTo("deliveries/{id}/eta")
		int deliver(Order order, @DestinationVariable int id) {
			this.orders.add(id);
			return 30;
		}

	}

	/** A user's listeners. */
	static class Kitchen {

		private final List<String> orders = new CopyOnWriteArrayList<>();

		private final List<Integer> slow = new CopyOnWriteArrayList<>();

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch gate = new CountDownLatch(1);

		@VwsListener("orders/+id/new")
		@SendTo("orders/{id}/status")
		Status order(Order order, @DestinationVariable long id, @Nullable Peer sender) {
			this.orders
				.add(id + " " + order.pizza() + " from " + ((sender != null) ? sender.name() : "the application"));
			return new Status(id, order.pizza() + " in the oven");
		}

		@VwsListener(patterns = "slow", queueCapacity = 2)
		void slow(int number) throws InterruptedException {
			this.entered.countDown();
			assertThat(this.gate.await(30, TimeUnit.SECONDS)).isTrue();
			this.slow.add(number);
		}

	}

}
