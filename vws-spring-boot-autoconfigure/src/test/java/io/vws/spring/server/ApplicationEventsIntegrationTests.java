package io.vws.spring.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

import io.vws.spring.event.VwsMessageEvent;
import io.vws.spring.event.VwsTopic;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the way from an application event to a socket and from a socket to an
 * application's listener.
 */
@Timeout(60)
class ApplicationEventsIntegrationTests {

	@AutoClose
	private static final VwsTestApplication app = VwsTestApplication.start(Kitchen.class,
			"vws.events.queue-capacity=1");

	@Test
	void applicationEventReachesTheSocketAndNoListener() throws IOException {
		try (TestPeer peer = app.connect()) {
			peer.subscribe("orders/#");
			app.publishEvent(new OrderStatusChanged(7, "baking"));
			app.publishEvent(new OrderStatusChanged(8, "ready"));
			assertThat(peer.untilFence()).containsExactly(
					"{\"t\":\"orders/7/status\",\"d\":{\"id\":7,\"status\":\"baking\"}}",
					"{\"t\":\"orders/8/status\",\"d\":{\"id\":8,\"status\":\"ready\"}}");
			assertThat(app.bean(Kitchen.class).heard).isEmpty();
		}
	}

	@Test
	void whatClientsPublishReachesTheListenerConvertedAndInOrder() throws Exception {
		Kitchen kitchen = app.bean(Kitchen.class);
		try (TestPeer peer = app.connect()) {
			for (int i = 0; i < 100; i++) {
				peer.send("{\"t\":\"kitchen/orders\",\"d\":{\"pizza\":\"Funghi\",\"count\":" + i + "}}");
				assertThat(kitchen.heard.take()).isEqualTo("kitchen/orders Funghi " + i);
			}
			peer.send("{\"t\":\"$SYS/orders\",\"d\":{\"pizza\":\"Diavola\",\"count\":1}}");
			assertThat(kitchen.heard.take()).isEqualTo("$SYS/orders Diavola 1");
		}
	}

	@Test
	void listenerThatFailsHarmsNobody() throws Exception {
		Kitchen kitchen = app.bean(Kitchen.class);
		try (TestPeer peer = app.connect()) {
			peer.subscribe("kitchen/#");
			assertThat(peer.exchange("{\"t\":\"kitchen/orders\",\"d\":\"no order\",\"i\":1}"))
				.containsExactly("{\"t\":\"kitchen/orders\",\"d\":\"no order\"}", "{\"k\":\"a\",\"i\":1}");
			String after = "{\"t\":\"kitchen/after\",\"d\":{\"pizza\":\"Calzone\",\"count\":2},\"i\":2}";
			await().until(() -> peer.exchange(after).contains("{\"k\":\"a\",\"i\":2}")); // busy
																							// before
			assertThat(kitchen.heard.take()).isEqualTo("kitchen/after Calzone 2");
		}
	}

	/** One event is being handled, one waits, and there is room for no more. */
	@Test
	void eventThatTheListenersHaveNoRoomForIsRefusedAndNobodyGetsIt() throws Exception {
		Kitchen kitchen = app.bean(Kitchen.class);
		try (TestPeer peer = app.connect()) {
			peer.subscribe("kitchen/#");
			String slow = "{\"t\":\"kitchen/slow\",\"d\":{\"pizza\":\"Marinara\",\"count\":%d},\"i\":%d}";
			assertThat(peer.exchange(slow.formatted(1, 1))).hasSize(2);
			kitchen.busy.await();
			assertThat(peer.exchange(slow.formatted(2, 2))).hasSize(2);
			List<String> third = peer.exchange(slow.formatted(3, 3));
			assertThat(third).hasSize(1);
			assertThat(TestPeer.shorten(third.get(0))).isEqualTo("n 3 busy");
			kitchen.release.countDown();
			assertThat(kitchen.heard.take()).isEqualTo("kitchen/slow Marinara 1");
			assertThat(kitchen.heard.take()).isEqualTo("kitchen/slow Marinara 2");
			peer.send("{\"t\":\"kitchen/after\",\"d\":{\"pizza\":\"Calzone\",\"count\":4}}");
			assertThat(kitchen.heard.take()).isEqualTo("kitchen/after Calzone 4");
		}
	}

	@VwsTopic("orders/{id}/status")
	record OrderStatusChanged(long id, String status) {
	}

	record NewOrder(String pizza, int count) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Kitchen {

		final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

		final CountDownLatch busy = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@EventListener
		void hear(VwsMessageEvent message) throws InterruptedException {
			NewOrder order = message.payload(NewOrder.class);
			assertThat(message.sender().name()).isNotBlank();
			if (message.topic().endsWith("/slow")) {
				this.busy.countDown();
				this.release.await();
			}
			this.heard.add(message.topic() + " " + order.pizza() + " " + order.count());
		}

	}

}
