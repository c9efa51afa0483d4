package io.vws.spring.client;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.autoconfigure.client.VwsClientCustomizer;
import io.vws.client.VwsClient;
import io.vws.spring.event.VwsListener;
import io.vws.spring.server.VwsHandshakeInterceptor;
import io.vws.test.ClientTestApplication;
import io.vws.test.ListeningPorts;
import io.vws.test.VwsTestApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;

import static io.vws.test.ClientTestApplication.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The client of an application and our server, over real sockets.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ClientIntegrationTests {

	@AutoClose
	private static VwsTestApplication server;

	@BeforeAll
	static void start() {
		server = VwsTestApplication.start();
	}

	@Test
	void applicationWithoutAWebServerOpensNoPort() throws Exception {
		Set<Integer> before = ListeningPorts.ofThisProcess();
		assertThat(before).contains(server.port());
		try (ClientTestApplication app = ClientTestApplication.start(url("vws.client", server))) {
			BlockingQueue<String> received = new LinkedBlockingQueue<>();
			VwsClient client = app.client();
			client.subscribe("orders/+id", (event) -> received.add(event.variable("id") + event.json())).ready().get();
			client.publish("orders/7", Map.of("pizza", "Margherita")).get();
			assertThat(next(received)).isEqualTo("7{\"pizza\":\"Margherita\"}");
			assertThat(ListeningPorts.ofThisProcess()).isEqualTo(before);
		}
	}

	@Test
	void localClientNeedsNoPortEither() throws Exception {
		Set<Integer> before = ListeningPorts.ofThisProcess();
		try (ClientTestApplication app = ClientTestApplication.start()) {
			assertThat(app.client()).isInstanceOf(LocalVwsClient.class);
			assertThat(ListeningPorts.ofThisProcess()).isEqualTo(before);
		}
	}

	/** The same code, whether the bus is here or there. */
	@Test
	void runnerMayUseTheClient() throws Exception {
		for (String property : List.of(url("vws.client", server), "vws.client.url=")) {
			try (ClientTestApplication app = ClientTestApplication.start(Runner.class, property)) {
				assertThat(next(app.bean(Runner.class).received)).isEqualTo("1");
			}
		}
	}

	@Test
	void eventsOfInitialSubscriptionsAreApplicationEventsInOrder() throws Exception {
		try (ClientTestApplication app = ClientTestApplication.start(Listener.class, "vws.client.enabled=false",
				url("vws.clients.shop", server), "vws.clients.shop.initial-subscriptions=menu/+dish",
				"vws.clients.shop.fail-fast=true")) {
			app.client("shop").subscribe("fence", (event) -> {
			}).ready().get(); // answered after the others
			for (int i = 0; i < 1000; i++) {
				server.bus().publish("menu/" + i, i);
			}
			BlockingQueue<VwsClientEvent> received = app.bean(Listener.class).received;
			for (int i = 0; i < 1000; i++) {
				VwsClientEvent event = next(received);
				assertThat(event.client()).isEqualTo("shop");
				assertThat(event.event().variable("dish")).isEqualTo(event.event().json()).isEqualTo("" + i);
			}
		}
	}

	@Test
	void listenerNamesItsClientAsTheConfigurationDoes() throws Exception {
		try (ClientTestApplication app = ClientTestApplication.start(AnnotatedListener.class,
				url("vws.clients.shop", server))) {
			app.client("shop").subscribe("fence", (event) -> {
			}).ready().get(); // answered after the listener's
			server.bus().publish("annotated/7", "there");
			app.bus().publish("annotated/7", "here");
			assertThat(next(app.bean(AnnotatedListener.class).received)).isEqualTo("there");
		}
	}

	@Test
	void refusedInitialSubscriptionIsLogged(CapturedOutput output) {
		try (ClientTestApplication app = ClientTestApplication.start(url("vws.client", server),
				"vws.client.initial-subscriptions=secret/x")) {
			app.client();
			await().untilAsserted(() -> assertThat(output)
				.contains("The client of vws.client gets nothing of 'secret/x': the server refused it (forbidden)"));
		}
	}

	@Test
	void eachOfSeveralClientsTalksToItsServer() throws Exception {
		try (VwsTestApplication other = VwsTestApplication.start();
				ClientTestApplication app = ClientTestApplication.start(url("vws.clients.one", server),
						url("vws.clients.two", other))) {
			BlockingQueue<String> received = new LinkedBlockingQueue<>();
			app.client("one").subscribe("a", (event) -> received.add("one " + event.json())).ready().get();
			app.client("two").subscribe("a", (event) -> received.add("two " + event.json())).ready().get();
			app.client().subscribe("a", (event) -> received.add("local " + event.json())).ready().get();
			server.bus().publish("a", 1);
			assertThat(next(received)).isEqualTo("one 1");
			other.bus().publish("a", 2);
			assertThat(next(received)).isEqualTo("two 2");
			app.bus().publish("a", 3);
			assertThat(next(received)).isEqualTo("local 3");
		}
	}

	@Test
	void clientComesBackWithFreshHeadersAndItsSubscriptions(CapturedOutput output) throws Exception {
		int port = freePort();
		VwsTestApplication first = VwsTestApplication.start(Handshakes.class, "server.port=" + port);
		try (first;
				ClientTestApplication app = ClientTestApplication.start(NumberedAttempts.class,
						url("vws.client", first))) {
			BlockingQueue<String> received = new LinkedBlockingQueue<>();
			app.client().subscribe("a", (event) -> received.add(event.json())).ready().get();
			String attempt = first.bean(Handshakes.class).attempts.get(0);
			first.close();
			try (VwsTestApplication second = VwsTestApplication.start(Handshakes.class, "server.port=" + port)) {
				await().untilAsserted(() -> assertThat(output).contains("may have missed events from"));
				second.bus().publish("a", 2);
				assertThat(next(received)).isEqualTo("2");
				assertThat(second.bean(Handshakes.class).attempts).hasSize(1).doesNotContain(attempt);
			}
		}
	}

	@Test
	void headersOfTheConfigurationAreSent() {
		try (VwsTestApplication other = VwsTestApplication.start(Handshakes.class);
				ClientTestApplication app = ClientTestApplication.start(url("vws.client", other),
						"vws.client.headers.X-Attempt=the first")) {
			app.client();
			assertThat(other.bean(Handshakes.class).attempts).containsExactly("the first");
		}
	}

	@Test
	void startWaitsForTheServerIfTheApplicationNeedsIt() {
		try (ClientTestApplication app = ClientTestApplication.start(url("vws.client", server),
				"vws.client.fail-fast=true")) {
			assertThat(app.bean(VwsClient.class).status().attempts()).isZero();
			app.client();
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static <T> T next(BlockingQueue<T> received) throws InterruptedException {
		T next = received.poll(30, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	/** Uses the client when the application has started. */
	@Configuration(proxyBeanMethods = false)
	static class Runner {

		final BlockingQueue<String> received = new LinkedBlockingQueue<>();

		@Bean
		ApplicationRunner runner(VwsClient client) {
			return (arguments) -> {
				client.subscribe("runner", (event) -> this.received.add(event.json())).ready().get();
				client.publish("runner", 1).get();
			};
		}

	}

	/** Hears what a client receives. */
	@Configuration(proxyBeanMethods = false)
	static class Listener {

		final BlockingQueue<VwsClientEvent> received = new LinkedBlockingQueue<>();

		@EventListener
		void received(VwsClientEvent event) {
			this.received.add(event);
		}

	}

	/** Hears events of a server. */
	@Configuration(proxyBeanMethods = false)
	static class AnnotatedListener {

		final BlockingQueue<String> received = new LinkedBlockingQueue<>();

		@VwsListener(value = "annotated/+", client = "shop")
		void received(String payload) {
			this.received.add(payload);
		}

	}

	/** Has a header that is another one at each attempt. */
	@Configuration(proxyBeanMethods = false)
	static class NumberedAttempts {

		@Bean
		VwsClientCustomizer numbers() {
			AtomicInteger attempts = new AtomicInteger();
			return (name, builder) -> builder
				.headers(() -> Map.of("X-Attempt", "number " + attempts.incrementAndGet()));
		}

	}

	/** Remembers a header of each upgrade. */
	static class Handshakes implements VwsHandshakeInterceptor {

		final List<String> attempts = new CopyOnWriteArrayList<>();

		@Override
		public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Map<String, Object> attributes) {
			this.attempts.add(String.valueOf(request.getHeaders().getFirst("X-Attempt")));
			return true;
		}

		@Override
		public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				@Nullable Exception exception) {
		}

	}

}
