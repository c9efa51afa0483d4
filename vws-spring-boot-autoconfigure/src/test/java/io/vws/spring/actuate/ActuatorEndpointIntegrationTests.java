package io.vws.spring.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint and the health over HTTP.
 */
@Tag("actuator")
@Timeout(120)
class ActuatorEndpointIntegrationTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	@AutoClose
	private static VwsTestApplication app;

	@AutoClose
	private static VwsTestApplication plain;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Chain.class, "management.endpoints.web.exposure.include=health,vws",
				"management.endpoint.vws.show-values=when-authorized", "management.endpoint.vws.roles=ADMIN",
				"management.endpoint.health.show-details=always",
				"vws.server.authorization.subscribe[3].topic=own/+user",
				"vws.server.authorization.subscribe[3].access=#user == authentication.name",
				"vws.server.authorization.subscribe[1].topic=all/#", "vws.server.max-connections=17");
		plain = VwsTestApplication.start(Chain.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/vws", "/actuator/vws/explain?action=subscribe&topic=a" })
	void isNotExposedUnlessAskedFor(String path) throws Exception {
		assertThat(request(plain, "GET", path, "admin").statusCode()).isEqualTo(404);
	}

	@Test
	void showsCountsAndLimitsAndWhoIsConnectedToWhomItMay() throws Exception {
		try (TestPeer peer = app.connect()) {
			peer.subscribe("all/customers/ada/#");
			JsonNode shown = get("/actuator/vws", "admin");
			assertThat(shown.at("/stopping").asBoolean()).isFalse();
			assertThat(shown.at("/counts/connections").asInt()).isOne();
			assertThat(shown.at("/counts/subscriptions").asInt()).isOne();
			assertThat(shown.at("/counts/received/subscribe").asInt()).isPositive();
			assertThat(shown.at("/limits/connections").asInt()).isEqualTo(17);
			assertThat(shown.at("/limits/onOverflow").asString()).isEqualTo("disconnect");
			assertThat(shown.at("/moreConnections").asInt()).isZero();
			JsonNode connection = shown.at("/connections/0");
			assertThat(connection.at("/user").asString()).isEqualTo("anonymousUser");
			assertThat(connection.at("/address").asString()).isEqualTo("127.0.0.1");
			assertThat(connection.at("/patterns/0").asString()).isEqualTo("all/customers/ada/#");
			assertThat(connection.at("/since").asString()).endsWith("Z");
			assertThat(connection.at("/droppedEvents").asInt()).isZero();
			for (String caller : new @Nullable String[] { null, "user" }) {
				HttpResponse<String> hidden = request(app, "GET", "/actuator/vws", caller);
				assertThat(hidden.statusCode()).isEqualTo(200);
				assertThat(hidden.body()).contains("\"user\":\"******\"", "\"address\":\"******\"")
					.doesNotContain("anonymousUser", "127.0.0.1", "customers/ada");
			}
			assertThat(get("/actuator/vws?limit=0", null).at("/moreConnections").asInt()).isOne();
		}
		await().until(() -> app.server().connections().isEmpty());
	}

	@Test
	void disconnectsOne() throws Exception {
		try (TestPeer peer = app.connect()) {
			peer.subscribe("all/a");
			String id = get("/actuator/vws", null).at("/connections/0/id").asString();
			assertThat(request(app, "DELETE", "/actuator/vws/nobody", "admin").statusCode()).isEqualTo(404);
			assertThat(peer.exchange()).isEmpty();
			assertThat(request(app, "DELETE", "/actuator/vws/" + id, "admin").statusCode()).isEqualTo(204);
			assertThat(peer.socket().readCloseCode()).isEqualTo(4503);
		}
		await().until(() -> app.server().connections().isEmpty());
	}

	@Test
	void whereItMayOnlyBeReadNobodyIsDisconnected() throws Exception {
		try (VwsTestApplication readOnly = VwsTestApplication.start(Chain.class,
				"management.endpoints.web.exposure.include=vws", "management.endpoint.vws.access=read-only");
				TestPeer peer = readOnly.connect()) {
			peer.subscribe("a");
			HttpResponse<String> shown = request(readOnly, "GET", "/actuator/vws", "admin");
			assertThat(shown.statusCode()).isEqualTo(200);
			String id = JsonMapper.shared().readTree(shown.body()).at("/connections/0/id").asString();
			assertThat(request(readOnly, "DELETE", "/actuator/vws/" + id, "admin").statusCode()).isEqualTo(405);
			assertThat(peer.exchange()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			action=subscribe&topic=own/ada&name=ada                       | true  | Granted by rule 4
			action=subscribe&topic=own/ada&name=bob                       | false | Denied by rule 4
			action=subscribe&topic=own/ada                                | false | Denied by rule 4
			action=subscribe&topic=secret/a&name=ada&authorities=ROLE_A,B | false | Denied by rule 1
			action=subscribe&topic=own/ada&name=ada&authorities=ROLE_A,   | true  | Granted by rule 4
			action=publish&topic=a/b&name=ada&payload={"a":1}             | true  | Granted by rule 2
			""")
	void explains(String question, boolean granted, String reason) throws Exception {
		JsonNode answer = get("/actuator/vws/explain?" + encode(question), "admin");
		assertThat(answer.at("/granted").asBoolean()).isEqualTo(granted);
		assertThat(answer.at("/reason").asString()).isEqualTo(reason);
	}

	@Test
	void explainsWithTheRulesThatWereLookedAt() throws Exception {
		JsonNode rules = get("/actuator/vws/explain?action=subscribe&topic=own/ada&name=ada", null).at("/rules");
		assertThat(rules).hasSize(4);
		assertThat(rules.get(3)).isEqualTo(JsonMapper.shared().readTree("""
				{"number":4,"topic":"own/+user","access":"#user == authentication.name","verdict":"grants"}"""));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/actuator/vws/explain, 400
			/actuator/vws/explain?action=subscribe, 400
			/actuator/vws/explain?action=listen&topic=a, 400
			/actuator/vws/explain?action=publish&topic=a/%2B, 400
			/actuator/vws/explain?action=publish&topic=a&payload=%7B, 400
			/actuator/vws/explain?action=publish&topic=a&payload=, 400
			/actuator/vws/other?action=subscribe&topic=a, 404
			/actuator/vws?limit=x, 400
			""")
	void badQuestionsAreRefused(String path, int status) throws Exception {
		HttpResponse<String> answer = request(app, "GET", path, "admin");
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.body()).doesNotContain("Exception");
	}

	@Test
	void healthKnowsTheServer() throws Exception {
		JsonNode health = get("/actuator/health", null).at("/components/vws");
		assertThat(health.at("/status").asString()).isEqualTo("UP");
		assertThat(health.at("/details/maxConnections").asInt()).isEqualTo(17);
		assertThat(health.at("/details/connections").isNumber()).isTrue();
	}

	private static String encode(String query) {
		return query.replace("{", "%7B").replace("}", "%7D").replace("\"", "%22");
	}

	private static JsonNode get(String path, @Nullable String user) throws Exception {
		HttpResponse<String> answer = request(app, "GET", path, user);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(answer.body());
	}

	private static HttpResponse<String> request(VwsTestApplication app, String method, String path,
			@Nullable String user) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + app.port() + path))
			.method(method, HttpRequest.BodyPublishers.noBody());
		if (user != null) {
			byte[] credentials = (user + ":secret").getBytes(StandardCharsets.UTF_8);
			request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
		}
		return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	/** Anybody may call everything, and may say who they are. */
	@Configuration(proxyBeanMethods = false)
	static class Chain {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("admin").password("{noop}secret").roles("ADMIN").build(),
					User.withUsername("user").password("{noop}secret").roles("USER").build());
		}

	}

}
