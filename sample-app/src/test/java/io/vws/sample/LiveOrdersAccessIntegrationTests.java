package io.vws.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who may do what in the shop, as services see it that log in with a password. The rules
 * are those of {@code application.yml}, which {@code docs/security.md} explains.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "shop.orders-per-second=0")
class LiveOrdersAccessIntegrationTests {

	private static final String REFERENCE = "0123456789abcdef";

	private final HttpClient http = HttpClient.newHttpClient();

	private final Shop shop;

	private final int port;

	LiveOrdersAccessIntegrationTests(@Autowired Shop shop, @LocalServerPort int port) {
		this.shop = shop;
		this.port = port;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true, textBlock = """
			pattern                          | ada   | olga
			customers/ada/#                  | true  | true
			customers/ada/orders/+id/status  | true  | true
			customers/grace/#                | false | true
			customers/grace/orders/7/status  | false | true
			customers/+customer/#            | false | true
			customers/+/orders/+/placed      | false | true
			customers/#                      | false | true
			+/ada/#                          | false | true
			shop/secret                      | false | true
			#                                | false | true
			$metrics                         | false | true
			$sys/#                           | false | false
			""")
	void subscribe(String pattern, boolean grantedToAda, boolean grantedToOlga) throws Exception {
		String request = "{\"k\":\"s\",\"t\":\"" + pattern + "\",\"i\":1}";
		assertThat(isGranted("ada", request)).isEqualTo(grantedToAda);
		assertThat(isGranted("olga", request)).isEqualTo(grantedToOlga);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true, textBlock = """
			topic                            | payload                        | ada   | olga
			customers/ada/orders/new         | {"quantity":2}                 | true  | false
			customers/ada/orders/new         | {"quantity":0}                 | false | false
			customers/ada/orders/new         | {"quantity":-1,"quantity":1}   | false | false
			customers/ada/orders/new         | {"quantity":"many"}            | false | false
			customers/ada/orders/new         | {}                             | false | false
			customers/ada/orders/new         | 2                              | false | false
			customers/grace/orders/new       | {"quantity":2}                 | false | false
			customers/olga/orders/new        | {"quantity":2}                 | false | true
			customers/ada/orders/1001/status | {"status":"delivered"}         | false | false
			customers/ada/orders/1001/placed | {"quantity":2}                 | false | false
			orders/new                       | {"quantity":2}                 | false | false
			""")
	void publish(String topic, String payload, boolean grantedToAda, boolean grantedToOlga) throws Exception {
		String request = "{\"t\":\"" + topic + "\",\"d\":" + payload + ",\"i\":1}";
		assertThat(isGranted("ada", request)).isEqualTo(grantedToAda);
		assertThat(isGranted("olga", request)).isEqualTo(grantedToOlga);
	}

	@Test
	void orderBelongsToWhoLoggedInWhateverThePayloadSays() throws Exception {
		try (Peer grace = new Peer("grace")) {
			assertThat(grace.ask("{\"k\":\"s\",\"t\":\"customers/grace/orders/+/placed\",\"i\":1}"))
				.isEqualTo("{\"k\":\"a\",\"i\":1}");
			assertThat(grace.ask("{\"t\":\"customers/grace/orders/new\",\"i\":2,\"d\":{\"reference\":\"" + REFERENCE
					+ "\",\"customer\":\"ada\",\"item\":\"Diavola\",\"quantity\":3}}"))
				.isEqualTo("{\"k\":\"a\",\"i\":2}");
			assertThat(grace.next()).contains("\"customer\":\"grace\"", "\"item\":\"Diavola\"");
		}
	}

	@Test
	void customerLoadsTheirOwnOrdersAndTheOperatorAll() throws Exception {
		this.shop.place("ada", "Marinara", 11, null);
		this.shop.place("grace", "Funghi", 12, null);
		assertThat(get("/api/orders", "ada").body()).contains("\"quantity\":11").doesNotContain("grace");
		assertThat(get("/api/orders", "grace").body()).contains("\"quantity\":12").doesNotContain("\"ada\"");
		assertThat(get("/api/orders", "olga").body()).contains("\"quantity\":11", "\"quantity\":12");
	}

	@Test
	void pageTellsWhoLooksAtIt() throws Exception {
		assertThat(get("/api/me", "ada").body()).isEqualTo("{\"name\":\"ada\",\"operator\":false}");
		assertThat(get("/api/me", "olga").body()).isEqualTo("{\"name\":\"olga\",\"operator\":true}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/api/orders", "/api/me", "/vws/vws.js", "/actuator/metrics" })
	void whoIsNotLoggedInGetsNothingAndNoDialog(String path) throws Exception {
		HttpResponse<String> response = get(path, null);
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
	}

	@Test
	void whoIsNotLoggedInCannotConnect() {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> new Peer(null))
			.withMessageContaining("WebSocketHandshakeException");
	}

	@Test
	void customerDoesNotSeeTheFiguresOfTheServer() throws Exception {
		assertThat(get("/actuator/metrics", "ada").statusCode()).isEqualTo(403);
		assertThat(get("/actuator/metrics", "olga").statusCode()).isEqualTo(200);
		assertThat(get("/actuator/health", null).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/login", "/logout" })
	void formOfAnotherPageIsRefused(String path) throws Exception {
		HttpRequest request = request(path, null).POST(HttpRequest.BodyPublishers.ofString("username=ada")).build();
		assertThat(this.http.send(request, BodyHandlers.ofString()).statusCode()).isIn(401, 403);
	}

	private boolean isGranted(String user, String request) throws Exception {
		try (Peer peer = new Peer(user)) {
			String answer = peer.ask(request);
			assertThat(answer).containsAnyOf("\"k\":\"a\"", "\"vws-code\":\"forbidden\"");
			return answer.contains("\"k\":\"a\"");
		}
	}

	private HttpResponse<String> get(String path, @Nullable String user) throws IOException, InterruptedException {
		return this.http.send(request(path, user).build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path, @Nullable String user) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
		return (user != null) ? request.header("Authorization", basic(user)) : request;
	}

	private static String basic(String user) {
		byte[] credentials = (user + ":pizza").getBytes(StandardCharsets.UTF_8);
		return "Basic " + Base64.getEncoder().encodeToString(credentials);
	}

	/** A service that speaks VWS. */
	private final class Peer implements WebSocket.Listener, AutoCloseable {

		private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

		private final StringBuilder partial = new StringBuilder();

		private final WebSocket socket;

		Peer(@Nullable String user) {
			WebSocket.Builder builder = LiveOrdersAccessIntegrationTests.this.http.newWebSocketBuilder();
			if (user != null) {
				builder.header("Authorization", basic(user));
			}
			URI uri = URI.create("ws://localhost:" + LiveOrdersAccessIntegrationTests.this.port + "/vws");
			this.socket = builder.buildAsync(uri, this).join();
		}

		String ask(String request) throws InterruptedException {
			this.socket.sendText(request, true).join();
			return next();
		}

		String next() throws InterruptedException {
			String message = this.received.poll(10, TimeUnit.SECONDS);
			assertThat(message).isNotNull();
			return message;
		}

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.partial.append(data);
			if (last) {
				this.received.add(this.partial.toString());
				this.partial.setLength(0);
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public void close() {
			this.socket.abort();
		}

	}

}
