package io.vws.spring.server;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.vws.bus.EventBus;
import io.vws.client.ClientState;
import io.vws.client.VwsClient;
import io.vws.spring.event.VwsListener;
import io.vws.spring.event.VwsMessageEvent;
import io.vws.spring.event.VwsTopic;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application whose beans are made when they are needed first
 * ({@code spring.main.lazy-initialization}): what must be there before anybody asks for
 * it, is.
 */
@Timeout(60)
class LazyInitializationIntegrationTests {

	private static final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Lazy.class, "spring.main.lazy-initialization=true");
	}

	@Test
	void clientIsServedAndWhatItPublishesIsHeard() throws Exception {
		try (TestPeer peer = app.connect()) {
			peer.subscribe("orders/+");
			assertThat(peer.exchange("{\"t\":\"orders/1\",\"d\":\"a\",\"i\":1}"))
				.containsExactlyInAnyOrder("{\"k\":\"a\",\"i\":1}", "{\"t\":\"orders/1\",\"d\":\"a\"}");
			assertThat(heard.poll(30, TimeUnit.SECONDS)).isNotNull();
			assertThat(heard.poll(30, TimeUnit.SECONDS)).isNotNull();
			assertThat(heard).isEmpty();
		}
	}

	@Test
	void applicationEventsReachClients() throws IOException {
		try (TestPeer peer = app.connect()) {
			peer.subscribe("baked/+");
			app.publishEvent(new Baked(7));
			assertThat(peer.next()).isEqualTo("{\"t\":\"baked/7\",\"d\":{\"id\":7}}");
		}
	}

	@Test
	void clientIsConnectedOnceItIsAskedFor() {
		VwsClient client = app.bean(VwsClient.class);
		await().until(() -> client.status().state() == ClientState.OPEN);
	}

	@Test
	void clientsAreToldThatTheServerGoes() throws IOException {
		VwsTestApplication stopping = VwsTestApplication.start("spring.main.lazy-initialization=true");
		try (TestPeer peer = stopping.connect()) {
			peer.subscribe("a");
			stopping.close();
			assertThat(peer.socket().readCloseCode()).isEqualTo(1001);
		}
	}

	/** Nobody has this injected. */
	@Configuration(proxyBeanMethods = false)
	static class Lazy {

		@Bean
		Kitchen kitchen(EventBus bus) {
			return new Kitchen();
		}

	}

	static class Kitchen {

		@VwsListener("orders/+")
		void order(String order) {
			heard.add("listener " + order);
		}

		@EventListener
		void any(VwsMessageEvent event) {
			heard.add("event " + event.topic());
		}

	}

	@VwsTopic("baked/{id}")
	record Baked(int id) {
	}

}
