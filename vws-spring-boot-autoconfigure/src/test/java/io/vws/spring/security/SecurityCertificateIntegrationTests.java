package io.vws.spring.security;

import java.nio.file.Path;

import io.vws.server.VwsConnection;
import io.vws.test.TestKeys;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who shows a client certificate is the peer of the connection.
 */
@Tag("security")
@Timeout(60)
class SecurityCertificateIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	private static TestKeys server;

	private static TestKeys alice;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		server = TestKeys.of("localhost", directory);
		alice = TestKeys.of("alice", directory);
		app = VwsTestApplication.start(Certificates.class, "server.ssl.key-store=" + server.keyStore().toUri(),
				"server.ssl.key-store-password=" + TestKeys.PASSWORD,
				"server.ssl.trust-store=" + alice.trustStore().toUri(),
				"server.ssl.trust-store-password=" + TestKeys.PASSWORD, "server.ssl.client-auth=want",
				"vws.server.allowed-origins=*");
	}

	private static Upgrade upgrade(TestKeys... own) throws Exception {
		return Upgrade.to(app.port()).sockets(server.sockets(own));
	}

	@Test
	void certificateOfTheClientIsTheIdentity() throws Exception {
		try (TestPeer peer = new TestPeer(upgrade(alice).open())) {
			peer.subscribe("news");
			assertThat(app.server().connections()).extracting(VwsConnection::peer)
				.filteredOn((connected) -> connected.principal() instanceof PreAuthenticatedAuthenticationToken)
				.singleElement()
				.extracting("name")
				.isEqualTo("alice");
		}
	}

	@Test
	void upgradeWithoutACertificateIsRefused() throws Exception {
		assertThat(upgrade().answer().status()).isEqualTo(403);
	}

	/** A browser shows it to whatever page asks, as it sends cookies. */
	@Test
	void pageOfAnotherOriginMayNotUseIt() throws Exception {
		assertThat(upgrade(alice).header("Origin", "https://localhost:" + app.port()).answer().status()).isEqualTo(101);
		assertThat(upgrade(alice).header("Origin", "https://evil.example").answer().status()).isEqualTo(403);
		assertThat(upgrade(alice).header("Origin", "null").answer().status()).isEqualTo(403);
	}

	/** Who shows no certificate gets nowhere. */
	@Configuration(proxyBeanMethods = false)
	static class Certificates extends SecurityTestChains.Accounts {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.x509(Customizer.withDefaults())
				.build();
		}

	}

}
