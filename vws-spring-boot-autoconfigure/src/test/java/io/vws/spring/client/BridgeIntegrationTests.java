package io.vws.spring.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.vws.bus.Event;
import io.vws.bus.Subscription;
import io.vws.spring.event.EventFailure;
import io.vws.spring.event.EventOutcomeListener;
import io.vws.test.ClientTestApplication;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.vws.test.ClientTestApplication.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A bridge between our server and the bus of another application.
 */
@Timeout(120)
class BridgeIntegrationTests {

	@AutoClose
	private static VwsTestApplication server;

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	@BeforeAll
	static void start() {
		server = VwsTestApplication.start();
	}

	private void receive(Event event, Subscription subscription) {
		this.received.add(event.topic() + " " + event.payload().json());
	}

	private String next() throws InterruptedException {
		String next = this.received.poll(30, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	@Test
	void eventsPassBothWaysWithTheirPrefixes() throws Exception {
		try (ClientTestApplication app = ClientTestApplication.start(url("vws.clients.shop", server),
				"vws.bridges.shop.client=shop", "vws.bridges.shop.inbound.patterns=orders/#",
				"vws.bridges.shop.inbound.prefix=shop", "vws.bridges.shop.outbound.patterns=orders/+/status",
				"vws.bridges.shop.outbound.prefix=kitchen")) {
			app.bus().subscribe("shop/#", this::receive);
			Subscription there = server.bus().subscribe("kitchen/#", this::receive);
			app.client("shop").subscribe("fence", (event) -> {
			}).ready().get();
			for (int i = 0; i < 1000; i++) {
				server.bus().publish("orders/" + i, i);
			}
			for (int i = 0; i < 1000; i++) {
				assertThat(next()).isEqualTo("shop/orders/" + i + " " + i);
			}
			for (int i = 0; i < 1000; i++) {
				app.bus().publish("orders/" + i + "/status", i);
			}
			for (int i = 0; i < 1000; i++) {
				assertThat(next()).isEqualTo("kitchen/orders/" + i + "/status " + i);
			}
			assertThat(this.received).isEmpty();
			there.cancel();
		}
	}

	@Test
	void whatTheServerRefusesIsCounted() {
		try (ClientTestApplication app = ClientTestApplication.start(Failures.class, url("vws.client", server),
				"vws.bridges.shop.outbound.patterns=secret/#")) {
			app.client();
			app.bus().publish("secret/1", 1);
			await().untilAsserted(
					() -> assertThat(app.bean(Failures.class).lost).containsExactly(EventFailure.BRIDGE_OUTBOUND));
		}
	}

	@Test
	void bridgeComesBackWithTheServer() throws Exception {
		VwsTestApplication first = VwsTestApplication.start();
		try (first;
				ClientTestApplication app = ClientTestApplication.start(Failures.class, url("vws.client", first),
						"vws.bridges.shop.inbound.patterns=in/#", "vws.bridges.shop.outbound.patterns=out/#")) {
			app.client();
			int port = first.port();
			first.close();
			app.bus().publish("out/1", 1); // waits for the next server
			try (VwsTestApplication second = VwsTestApplication.start("server.port=" + port)) {
				app.client();
				app.bus().subscribe("in/#", this::receive);
				await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
					second.bus().publish("in/2", 2);
					assertThat(this.received).isNotEmpty();
				});
				assertThat(next()).isEqualTo("in/2 2");
			}
		}
	}

	/** Remembers what got lost. */
	static class Failures implements EventOutcomeListener {

		final List<EventFailure> lost = new CopyOnWriteArrayList<>();

		@Override
		public void failed(EventFailure failure) {
			this.lost.add(failure);
		}

	}

}
