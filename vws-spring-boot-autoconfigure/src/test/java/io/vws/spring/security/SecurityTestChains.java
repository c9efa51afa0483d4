package io.vws.spring.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The filter chains of a user's application, and what its clients do beside WebSocket.
 */
final class SecurityTestChains {

	private static final SecretKey KEY = key("the key of the server, of 256 bit");

	private static final HttpClient http = HttpClient.newHttpClient();

	private SecurityTestChains() {
	}

	private static SecretKey key(String text) {
		return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
	}

	/** A token as the authorization server would have issued it. */
	static String token(String user, Instant expiresAt) {
		return token(user, expiresAt, KEY);
	}

	/** A token of somebody else's making. */
	static String forgedToken(String user, Instant expiresAt) {
		return token(user, expiresAt, key("the key of a stranger, of 256 bit"));
	}

	private static String token(String user, Instant expiresAt, SecretKey key) {
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.subject(user)
			.issuedAt(expiresAt.minusSeconds(3600))
			.expiresAt(expiresAt)
			.build();
		return new NimbusJwtEncoder(new ImmutableSecret<>(key))
			.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
			.getTokenValue();
	}

	static String basic(String user) {
		byte[] credentials = (user + ":secret").getBytes(StandardCharsets.UTF_8);
		return "Basic " + Base64.getEncoder().encodeToString(credentials);
	}

	/** Log in with the form and return the cookie of the session. */
	static String login(int port, String user, String... cookie) throws IOException {
		return send(port, "/login", "username=" + user + "&password=secret", cookie);
	}

	/** Log out. */
	static void logout(int port, String cookie) throws IOException {
		send(port, "/logout", "", cookie);
	}

	/** Ask for a page that wants a login, and return the cookie of the session. */
	static String sessionBeforeLogin(int port) throws IOException {
		return send(port, "/private", "");
	}

	private static String send(int port, String path, String form, String... cookie) throws IOException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
		if (!path.equals("/private")) {
			request.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString(form));
		}
		else {
			request.header("Accept", "text/html");
		}
		if (cookie.length > 0) {
			request.header("Cookie", cookie[0]);
		}
		try {
			HttpResponse<Void> response = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
			return response.headers().firstValue("Set-Cookie").orElse("none").split(";")[0];
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	static Upgrade withCookie(int port, String cookie) {
		return Upgrade.to(port).header("Cookie", cookie);
	}

	static Upgrade withToken(int port, String token) {
		return Upgrade.to(port).header("Sec-WebSocket-Protocol", "vws, bearer." + token);
	}

	/** Connect a peer and subscribe it to {@code news}. */
	static TestPeer connect(VwsTestApplication app, Upgrade upgrade) throws IOException {
		TestPeer peer = new TestPeer(upgrade.open());
		peer.subscribe("news");
		return peer;
	}

	/** Users and keys. */
	@Configuration(proxyBeanMethods = false)
	static class Accounts {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("alice").password("{noop}secret").build(),
					User.withUsername("bob").password("{noop}secret").build());
		}

		@Bean
		JwtDecoder decoder() {
			return NimbusJwtDecoder.withSecretKey(KEY).macAlgorithm(MacAlgorithm.HS256).build();
		}

	}

	/** Everybody has to log in, by whatever means. */
	@Configuration(proxyBeanMethods = false)
	static class Login extends Accounts {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.httpBasic(Customizer.withDefaults())
				.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

	/** Everybody may connect, and may log in. A logout leaves the session alive. */
	@Configuration(proxyBeanMethods = false)
	static class Open extends Accounts {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/private").authenticated().anyRequest().permitAll())
				.formLogin(Customizer.withDefaults())
				.httpBasic(Customizer.withDefaults())
				.logout((logout) -> logout.invalidateHttpSession(false))
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

}
