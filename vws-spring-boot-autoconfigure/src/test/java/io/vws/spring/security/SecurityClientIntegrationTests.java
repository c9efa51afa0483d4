package io.vws.spring.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vws.autoconfigure.client.VwsClientCustomizer;
import io.vws.client.ClientState;
import io.vws.client.VwsClient;
import io.vws.test.ClientTestApplication;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.vws.test.ClientTestApplication.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The client of an application logs in at our server.
 */
@Tag("security")
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class SecurityClientIntegrationTests {

	@AutoClose
	private static VwsTestApplication server;

	@BeforeAll
	static void start() {
		server = VwsTestApplication.start(SecurityTestChains.Login.class,
				"vws.server.authorization.publish[3].topic=$who/+user",
				"vws.server.authorization.publish[3].access=#user == authentication.name");
	}

	/** Only alice may publish there. */
	private static void assertThatAlice(VwsClient client) throws Exception {
		client.publish("$who/alice", 1).get();
		assertThat(client.publish("$who/bob", 1)).failsWithin(Duration.ofSeconds(30));
	}

	@Test
	void basicCredentialsLogIn() throws Exception {
		try (ClientTestApplication app = ClientTestApplication.start(url("vws.client", server),
				"vws.client.basic.username=alice", "vws.client.basic.password=secret")) {
			assertThatAlice(app.client());
		}
	}

	@Test
	void bearerTokenLogsIn(CapturedOutput output) throws Exception {
		String token = SecurityTestChains.token("alice", Instant.now().plusSeconds(600));
		try (ClientTestApplication app = ClientTestApplication.start(url("vws.client", server),
				"vws.client.bearer.token=" + token)) {
			assertThatAlice(app.client());
		}
		assertThat(output.getAll()).doesNotContain(token);
	}

	@Test
	void refusedCredentialsStopTheClientLoudly(CapturedOutput output) {
		try (ClientTestApplication app = ClientTestApplication.start(url("vws.client", server),
				"vws.client.basic.username=alice", "vws.client.basic.password=WRONG-TOKEN")) {
			await().until(() -> app.bean(VwsClient.class).status().state() == ClientState.CLOSED);
			await().untilAsserted(() -> assertThat(output).contains("The client of ws://localhost:" + server.port()
					+ "/vws has stopped: The server refused the connection"));
		}
	}

	/** The server ends a connection with its token. */
	@Test
	void oauth2TokenIsFetchedForEachAttempt(CapturedOutput output) throws Exception {
		try (TokenEndpoint tokens = new TokenEndpoint(List.of(Duration.ofSeconds(2), Duration.ofMinutes(10)));
				ClientTestApplication app = ClientTestApplication.start(oauth2(tokens, "client_credentials"))) {
			await().atMost(Duration.ofSeconds(30)).until(() -> tokens.issued.size() == 2);
			assertThatAlice(app.client());
			assertThat(tokens.requests).allMatch("grant_type=client_credentials"::equals);
			assertThat(tokens.credentials).allMatch(SecurityTestChains.basic("shop")::equals);
			assertThat(output.getAll()).doesNotContain(tokens.issued);
		}
	}

	@Test
	void tokenEndpointThatIsAwayIsAskedAgain(CapturedOutput output) throws Exception {
		TokenEndpoint tokens = new TokenEndpoint(List.of(Duration.ofMinutes(10)));
		tokens.status = 503;
		try (tokens; ClientTestApplication app = ClientTestApplication.start(oauth2(tokens, "client_credentials"))) {
			await().until(() -> app.bean(VwsClient.class).status().attempts() > 1);
			tokens.status = 200;
			assertThatAlice(app.client());
		}
		assertThat(output).contains("No headers for a connection to ws://localhost:" + server.port() + "/vws");
	}

	/** Such as one that has tokens from elsewhere. */
	@Test
	void headersOfACustomizerWinOverTheRegistration() throws Exception {
		try (TokenEndpoint tokens = new TokenEndpoint(List.of(Duration.ofMinutes(10)));
				ClientTestApplication app = ClientTestApplication.start(OwnHeaders.class,
						oauth2(tokens, "client_credentials"))) {
			assertThatAlice(app.client());
			assertThat(tokens.requests).isEmpty();
		}
	}

	private static String[] oauth2(TokenEndpoint tokens, String grantType) {
		String registration = "spring.security.oauth2.client.registration.keycloak.";
		return new String[] { url("vws.client", server), "vws.client.oauth2.registration-id=keycloak",
				registration + "client-id=shop", registration + "client-secret=secret",
				registration + "authorization-grant-type=" + grantType,
				"spring.security.oauth2.client.provider.keycloak.token-uri=" + tokens.uri() };
	}

	/** An application whose client logs in by itself. */
	@Configuration(proxyBeanMethods = false)
	static class OwnHeaders {

		@Bean
		VwsClientCustomizer headers() {
			return (name, builder) -> builder.headers(() -> Map.of("Authorization", SecurityTestChains.basic("alice")));
		}

	}

	/** Issues tokens for alice (RFC 6749, section 4.4). */
	private static final class TokenEndpoint implements AutoCloseable {

		final List<String> issued = new CopyOnWriteArrayList<>();

		final List<String> requests = new CopyOnWriteArrayList<>();

		final List<String> credentials = new CopyOnWriteArrayList<>();

		volatile int status = 200;

		private final HttpServer server;

		private final List<Duration> lifetimes;

		/**
		 * Start.
		 * @param lifetimes those of the first tokens; the last one is that of all others
		 */
		TokenEndpoint(List<Duration> lifetimes) throws IOException {
			this.lifetimes = lifetimes;
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			this.server.createContext("/token", this::answer);
			this.server.start();
		}

		String uri() {
			return "http://localhost:" + this.server.getAddress().getPort() + "/token";
		}

		private void answer(HttpExchange exchange) throws IOException {
			this.requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			this.credentials.add(exchange.getRequestHeaders().getFirst("Authorization"));
			byte[] answer = (this.status == 200) ? token() : new byte[0];
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(this.status, (answer.length > 0) ? answer.length : -1);
			exchange.getResponseBody().write(answer);
			exchange.close();
		}

		private byte[] token() {
			Duration lifetime = this.lifetimes.get(Math.min(this.issued.size(), this.lifetimes.size() - 1));
			String token = SecurityTestChains.token("alice", Instant.now().plus(lifetime));
			this.issued.add(token);
			return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
				.formatted(token, lifetime.toSeconds())
				.getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public void close() {
			this.server.stop(0);
		}

	}

}
