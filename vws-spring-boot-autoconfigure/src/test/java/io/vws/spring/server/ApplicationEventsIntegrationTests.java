package io.vws.spring.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.vws.spring.event.VwsMessageEvent;
import io.vws.spring.event.VwsTopic;
import io.vws.test.LogAssertions;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the way between Spring's application events and the socket, both ways.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ApplicationEventsIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@AutoClose
	private TestPeer peer;

	private Orders orders;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Orders.class);
	}

	@BeforeEach
	void connect() throws IOException {
		this.orders = app.bean(Orders.class);
		this.orders.received.clear();
		this.peer = app.connect();
	}

	@Test
	void applicationEventReachesTheSocket() throws IOException {
		this.peer.subscribe("orders/+/status");
		app.publishEvent(new StatusChanged(7, "PAID <\uD83D\uDE00>"));
		app.publishEvent(new StatusChanged(8, "SENT"));
		assertThat(this.peer.next())
			.isEqualTo("{\"t\":\"orders/7/status\",\"d\":{\"id\":7,\"status\":\"PAID <\uD83D\uDE00>\"}}");
		assertThat(this.peer.next()).isEqualTo("{\"t\":\"orders/8/status\",\"d\":{\"id\":8,\"status\":\"SENT\"}}");
		assertThat(this.orders.received).isEmpty();
	}

	@Test
	void eventWithoutTopicStaysInside() throws IOException {
		this.peer.subscribe("orders/#");
		app.publishEvent("not a topic");
		app.publishEvent(new Named("a/b"));
		app.publishEvent(new Named("+"));
		app.publishEvent(new Named(""));
		app.publishEvent(new Named("ok"));
		assertThat(this.peer.untilFence()).containsExactly("{\"t\":\"orders/ok\",\"d\":{\"name\":\"ok\"}}");
	}

	@Test
	void whatAClientPublishesArrivesConvertedAndInOrder() throws IOException {
		for (int i = 0; i < 200; i++) {
			assertThat(this.peer.ask("{\"t\":\"in/" + i + "\",\"d\":{\"id\":" + i + ",\"status\":\"NEW\"},\"i\":1}"))
				.isEqualTo("a 1");
		}
		await().until(() -> this.orders.received.size() == 200);
		for (int i = 0; i < 200; i++) {
			VwsMessageEvent message = this.orders.received.get(i);
			assertThat(message.topic()).isEqualTo("in/" + i);
			assertThat(message.json()).isEqualTo("{\"id\":" + i + ",\"status\":\"NEW\"}");
			assertThat(message.payload(StatusChanged.class)).isEqualTo(new StatusChanged(i, "NEW"));
			assertThat(message.sender().name()).isEqualTo(this.orders.received.get(0).sender().name());
			assertThat(message.sender().address()).isNotNull();
		}
	}

	@Test
	void topicOfTheSystemArrivesToo() throws IOException {
		assertThat(this.peer.ask("{\"t\":\"$SYS/orders\",\"d\":1,\"i\":1}")).isEqualTo("a 1");
		await().until(() -> !this.orders.received.isEmpty());
		assertThat(this.orders.received.get(0).topic()).isEqualTo("$SYS/orders");
	}

	@Test
	void senderIsToldFromOthers() throws IOException {
		try (TestPeer other = app.connect()) {
			this.peer.ask("{\"t\":\"in/1\",\"d\":1,\"i\":1}");
			other.ask("{\"t\":\"in/2\",\"d\":1,\"i\":1}");
			await().until(() -> this.orders.received.size() == 2);
			assertThat(this.orders.received).extracting((message) -> message.sender().connectionId())
				.doesNotHaveDuplicates();
		}
	}

	@Test
	void whatIsRefusedDoesNotArrive() throws IOException {
		assertThat(this.peer.ask("{\"t\":\"secret/x\",\"d\":1,\"i\":1}")).isEqualTo("n 1 forbidden");
		assertThat(this.peer.ask("{\"t\":\"in/+\",\"d\":1,\"i\":1}")).isEqualTo("n 1 invalid-topic");
		assertThat(this.peer.ask("{\"t\":\"in/last\",\"d\":1,\"i\":1}")).isEqualTo("a 1");
		await().until(() -> !this.orders.received.isEmpty());
		assertThat(this.orders.received).extracting(VwsMessageEvent::topic).containsExactly("in/last");
	}

	@Test
	void listenersQueueIsFullThenBusyAndNobodyGetsTheEvent() throws IOException {
		try (VwsTestApplication small = VwsTestApplication.start(Orders.class, "vws.events.queue-capacity=2");
				TestPeer client = small.connect()) {
			Orders orders = small.bean(Orders.class);
			orders.gate = new CountDownLatch(1);
			client.subscribe("in/+");
			assertThat(client.exchange("{\"t\":\"in/0\",\"d\":0,\"i\":0}")).hasSize(2);
			await().until(() -> orders.received.size() == 1); // and stands at the gate
			for (int i = 1; i <= 2; i++) {
				assertThat(client.exchange("{\"t\":\"in/" + i + "\",\"d\":0,\"i\":0}")).hasSize(2);
			}
			assertThat(client.ask("{\"t\":\"in/3\",\"d\":3,\"i\":3}")).isEqualTo("n 3 busy");
			assertThat(client.exchange("{\"t\":\"in/4\",\"d\":4}")).isEmpty();
			small.bus().publish("in/5", 5);
			assertThat(client.next()).isEqualTo("{\"t\":\"in/5\",\"d\":5}");
			orders.gate.countDown();
			await().until(() -> orders.received.size() == 3);
			assertThat(client.exchange("{\"t\":\"in/6\",\"d\":6,\"i\":6}")).hasSize(2);
			await().until(() -> orders.received.size() == 4);
			assertThat(orders.received).extracting(VwsMessageEvent::topic)
				.containsExactly("in/0", "in/1", "in/2", "in/6");
		}
	}

	@Test
	void listenerThatFailsHarmsNobody(CapturedOutput output) throws IOException {
		assertThat(this.peer.ask("{\"t\":\"fail\",\"d\":\"PAYLOAD\",\"i\":1}")).isEqualTo("a 1");
		assertThat(this.peer.ask("{\"t\":\"in/1\",\"d\":1,\"i\":2}")).isEqualTo("a 2");
		await().until(() -> this.orders.received.size() == 1);
		assertThat(output.getAll()).contains("An application listener failed").doesNotContain("PAYLOAD");
		LogAssertions.assertThatNoStackTraceIsLogged(output);
	}

	@VwsTopic("orders/{id}/status")
	record StatusChanged(long id, String status) {
	}

	@VwsTopic("orders/{name}")
	record Named(String name) {
	}

	/** Receives what clients publish. */
	static class Orders {

		private final List<VwsMessageEvent> received = new CopyOnWriteArrayList<>();

		private volatile CountDownLatch gate = new CountDownLatch(0);

		@EventListener
		void receive(VwsMessageEvent message) throws InterruptedException {
			if (message.topic().equals("fail")) {
				throw new IllegalStateException(message.json());
			}
			this.received.add(message);
			assertThat(this.gate.await(30, TimeUnit.SECONDS)).isTrue();
		}

	}

}
