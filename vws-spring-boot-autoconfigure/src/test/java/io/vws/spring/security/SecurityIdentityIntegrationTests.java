package io.vws.spring.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.Instant;

import io.vws.test.HttpAnswer;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom Spring Security authenticated at the upgrade is the peer of the connection.
 */
@Tag("security")
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SecurityIdentityIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(SecurityTestChains.Login.class);
	}

	private static Instant later() {
		return Instant.now().plusSeconds(600);
	}

	private static @Nullable Principal principal(VwsTestApplication app, Upgrade upgrade) throws IOException {
		try (TestPeer peer = new TestPeer(upgrade.open())) {
			String topic = "who/" + System.nanoTime();
			peer.subscribe(topic);
			return app.server()
				.connections()
				.stream()
				.filter((connection) -> connection.patterns().contains(topic))
				.findAny()
				.orElseThrow()
				.peer()
				.principal();
		}
	}

	private static void assertThatTokenOf(String user, @Nullable Principal principal) {
		assertThat(principal).isInstanceOf(JwtAuthenticationToken.class);
		assertThat(principal).extracting("name").isEqualTo(user);
	}

	@Test
	void sessionOfAFormLoginIsTheIdentity() throws IOException {
		Principal principal = principal(app,
				SecurityTestChains.withCookie(app.port(), SecurityTestChains.login(app.port(), "alice")));
		assertThat(principal).isInstanceOf(UsernamePasswordAuthenticationToken.class)
			.extracting("name")
			.isEqualTo("alice");
	}

	@Test
	void basicCredentialsAreTheIdentity() throws IOException {
		assertThat(principal(app, Upgrade.to(app.port()).header("Authorization", SecurityTestChains.basic("bob"))))
			.extracting("name")
			.isEqualTo("bob");
	}

	@Test
	void bearerTokenOfAProgramIsTheIdentity() throws IOException {
		assertThatTokenOf("alice", principal(app, Upgrade.to(app.port())
			.header("Authorization", "Bearer " + SecurityTestChains.token("alice", later()))));
	}

	@Test
	void bearerTokenOfABrowserIsTheIdentity(CapturedOutput output) throws IOException {
		String token = SecurityTestChains.token("bob", later());
		assertThatTokenOf("bob", principal(app, SecurityTestChains.withToken(app.port(), token)));
		assertThat(output.getAll()).doesNotContain(token);
	}

	@Test
	void identityIsTheSameOnTomcatsOwnSessions() throws IOException {
		try (VwsTestApplication sessions = VwsTestApplication.start(SecurityTestChains.Login.class,
				"vws.server.tomcat.direct=false")) {
			Upgrade upgrade = SecurityTestChains.withToken(sessions.port(), SecurityTestChains.token("bob", later()));
			assertThat(upgrade.answer().header("Sec-WebSocket-Protocol")).isEqualTo("vws");
			assertThatTokenOf("bob", principal(sessions, upgrade));
		}
	}

	@Test
	void anonymousIsAnIdentityToo() throws IOException {
		try (VwsTestApplication open = VwsTestApplication.start(SecurityTestChains.Open.class)) {
			assertThat(principal(open, Upgrade.to(open.port()))).isInstanceOf(AnonymousAuthenticationToken.class);
		}
	}

	@Test
	void emptySecurityContextIsAnonymous() throws IOException {
		try (VwsTestApplication unchecked = VwsTestApplication.start(WithoutAnonymous.class)) {
			assertThat(principal(unchecked, Upgrade.to(unchecked.port())))
				.isInstanceOf(AnonymousAuthenticationToken.class);
		}
	}

	@Test
	void upgradeWithoutCredentialsIsRefused() throws IOException {
		assertThat(Upgrade.to(app.port()).answer().status()).isEqualTo(401);
		assertThat(Upgrade.to(app.port()).header("Sec-WebSocket-Protocol", "vws").answer().status()).isEqualTo(401);
	}

	/** Nothing is opened up by the starter, and nothing switched off. */
	@Test
	void chainThatBootMakesProtectsTheEndpointAndTheScript() throws Exception {
		try (VwsTestApplication plain = VwsTestApplication.start("spring.security.user.name=carol",
				"spring.security.user.password=secret")) {
			assertThat(plain.beans(SecurityFilterChain.class)).hasSize(1);
			assertThat(plain.beans(WebSecurityCustomizer.class)).isEmpty();
			assertThat(Upgrade.to(plain.port()).answer().status()).isEqualTo(401);
			assertThat(Upgrade.get(plain.port(), "/vws/vws.js").status()).isEqualTo(401);
			String credentials = SecurityTestChains.basic("carol");
			assertThat(Upgrade.to(plain.port()).header("Authorization", credentials).answer().status()).isEqualTo(101);
			HttpRequest post = HttpRequest.newBuilder(URI.create("http://localhost:" + plain.port() + "/vws"))
				.header("Authorization", credentials)
				.POST(HttpRequest.BodyPublishers.noBody())
				.build();
			assertThat(HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
				.as("without a CSRF token")
				.isIn(401, 403);
		}
	}

	@Test
	void expiredTokenIsRefused() throws IOException {
		String token = SecurityTestChains.token("alice", Instant.now().minusSeconds(600));
		assertThat(SecurityTestChains.withToken(app.port(), token).answer().status()).isEqualTo(401);
	}

	@Test
	void wrongTokenIsRefused() throws IOException {
		assertThat(SecurityTestChains.withToken(app.port(), "abc").answer().status()).isEqualTo(401);
		String forged = SecurityTestChains.forgedToken("alice", later());
		assertThat(SecurityTestChains.withToken(app.port(), forged).answer().status()).isEqualTo(401);
	}

	@Test
	void tokenInTheQueryIsNotLookedAt() throws IOException {
		String token = SecurityTestChains.token("alice", later());
		assertThat(Upgrade.to(app.port()).path("/vws?access_token=" + token).answer().status()).isEqualTo(401);
	}

	@Test
	void tokenInBothPlacesIsMalformed() throws IOException {
		String token = SecurityTestChains.token("alice", later());
		assertThat(SecurityTestChains.withToken(app.port(), token)
			.header("Authorization", "Bearer " + token)
			.answer()
			.status()).isEqualTo(400);
	}

	@Test
	void tokenAsSubprotocolCountsOnlyForUpgradesOnThePath() throws IOException {
		String token = SecurityTestChains.token("alice", later());
		assertThat(SecurityTestChains.withToken(app.port(), token).path("/other").answer().status()).isEqualTo(401);
		assertThat(SecurityTestChains.withToken(app.port(), token).header("Upgrade", "h2c").answer().status())
			.isEqualTo(401);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			vws         | vws
			mqtt, vws   | vws
			mqtt        |
			bearer.abc  |
			""")
	void onlyVwsIsEchoed(String offered, @Nullable String accepted) throws IOException {
		try (VwsTestApplication open = VwsTestApplication.start(SecurityTestChains.Open.class)) {
			HttpAnswer answer = Upgrade.to(open.port()).header("Sec-WebSocket-Protocol", offered).answer();
			assertThat(answer.status()).isEqualTo(101);
			assertThat(answer.header("Sec-WebSocket-Protocol")).isEqualTo(accepted);
		}
	}

	@Test
	void tokenIsNeverEchoed() throws IOException {
		HttpAnswer answer = SecurityTestChains.withToken(app.port(), SecurityTestChains.token("alice", later()))
			.answer();
		assertThat(answer.status()).isEqualTo(101);
		assertThat(answer.header("Sec-WebSocket-Protocol")).isEqualTo("vws");
	}

	@Test
	void resolverOfTheApplicationIsLeftAlone() throws IOException {
		String token = SecurityTestChains.token("alice", later());
		try (VwsTestApplication own = VwsTestApplication.start(OwnResolver.class)) {
			assertThat(SecurityTestChains.withToken(own.port(), token).answer().status()).isEqualTo(401);
			assertThatTokenOf("alice", principal(own, Upgrade.to(own.port()).header("X-Token", token)));
		}
	}

	/** Nothing fills the security context. */
	@Configuration(proxyBeanMethods = false)
	static class WithoutAnonymous extends SecurityTestChains.Accounts {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.anonymous((anonymous) -> anonymous.disable()).build();
		}

	}

	/** Looks for tokens in a place of its own. */
	@Configuration(proxyBeanMethods = false)
	static class OwnResolver extends SecurityTestChains.Login {

		@Bean
		BearerTokenResolver resolver() {
			return (request) -> request.getHeader("X-Token");
		}

	}

}
