package io.vws.spring.security;

import java.io.IOException;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.server.VwsConnections;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of the configuration, asked for whom Spring Security authenticated: alice,
 * who has the role OPS, bob, and nobody.
 */
@Tag("security")
@Timeout(60)
class SecurityAccessIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		String rules = "vws.server.authorization.";
		app = VwsTestApplication.start(Roles.class, rules + "subscribe[0].topic=users/+user/#",
				rules + "subscribe[0].access=hasRole('OPS') or #user == authentication.name",
				rules + "subscribe[1].topic=ops/#", rules + "subscribe[1].access=hasRole('OPS')",
				rules + "subscribe[2].topic=news/#", rules + "subscribe[2].access=permitAll",
				rules + "publish[0].topic=orders/+id", rules + "publish[0].access=@orders.owns(authentication, #id)",
				rules + "publish[1].topic=payments",
				rules + "publish[1].access=isAuthenticated() and #payload.amount < 100",
				rules + "publish[2].topic=traced", rules + "publish[2].access=#headers.traceparent != null",
				"vws.server.initial-subscriptions=ops/#,news/#,users/+/inbox");
	}

	private static TestPeer connect(String user) throws IOException {
		Upgrade upgrade = Upgrade.to(app.port());
		return new TestPeer(
				(user.equals("nobody") ? upgrade : upgrade.header("Authorization", SecurityTestChains.basic(user)))
					.open());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			request                                        | alice | bob   | nobody
			{"k":"s","t":"users/alice/#","i":1}            | true  | false | false
			{"k":"s","t":"users/bob/inbox","i":1}          | true  | true  | false
			{"k":"s","t":"users/+u/inbox","i":1}           | true  | false | false
			{"k":"s","t":"ops/a","i":1}                    | true  | false | false
			{"k":"s","t":"news/a","i":1}                   | true  | true  | true
			{"k":"s","t":"#","i":1}                        | false | false | false
			{"t":"orders/alice-1","d":1,"i":1}             | true  | false | false
			{"t":"orders/bob-1","d":1,"i":1}               | false | true  | false
			{"t":"payments","d":{"amount":99},"i":1}       | true  | true  | false
			{"t":"payments","d":{"amount":100},"i":1}      | false | false | false
			{"t":"payments","d":{"amount":1,"amount":1000},"i":1} | false | false | false
			{"t":"traced","d":1,"i":1}                     | false | false | false
			{"t":"news/a","d":1,"i":1}                     | false | false | false
			""")
	void request(String request, boolean forAlice, boolean forBob, boolean forNobody) throws IOException {
		assertThat(isGranted("alice", request)).isEqualTo(forAlice);
		assertThat(isGranted("bob", request)).isEqualTo(forBob);
		assertThat(isGranted("nobody", request)).isEqualTo(forNobody);
	}

	private static boolean isGranted(String user, String request) throws IOException {
		try (TestPeer peer = connect(user)) {
			String answer = peer.ask(request);
			assertThat(answer).isIn("a 1", "n 1 forbidden");
			return answer.equals("a 1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "alice, 'ops/#,news/#,users/+/inbox', 0", "bob, news/#, 2", "nobody, news/#, 2" })
	void initialSubscriptionsAreThoseThatTheRulesGrantToThePeer(String user, String granted, int refused)
			throws IOException {
		double before = refusedInitially();
		try (TestPeer peer = connect(user)) {
			assertThat(peer.untilFence()).isEmpty();
			assertThat(app.bean(VwsConnections.class).list()).extracting(VwsConnections.Info::patterns)
				.contains(List.of(granted.split(",")));
			assertThat(refusedInitially()).isEqualTo(before + refused);
			app.bus().publish("ops/a", 1);
			app.bus().publish("users/bob/inbox", 2);
			app.bus().publish("news/a", 3);
			assertThat(peer.untilFence()).hasSize(3 - refused).endsWith("{\"t\":\"news/a\",\"d\":3}");
		}
	}

	private static double refusedInitially() {
		return app.bean(MeterRegistry.class).counter("vws.subscriptions.initial.refused").count();
	}

	/** Headers that a client may send and a rule may see are those that travel on. */
	@Test
	void headersAreThoseThatTravel() throws IOException {
		try (TestPeer peer = connect("alice")) {
			String header = "\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"";
			assertThat(peer.ask("{\"t\":\"traced\",\"d\":1,\"i\":1,\"h\":{\"traceparent\":" + header + "}}"))
				.isEqualTo("a 1");
			assertThat(peer.ask("{\"t\":\"traced\",\"d\":1,\"i\":1,\"h\":{\"x\":" + header + "}}"))
				.isEqualTo("n 1 forbidden");
		}
	}

	/** Everybody may connect. */
	@Configuration(proxyBeanMethods = false)
	static class Roles extends SecurityTestChains.Open {

		@Bean
		@Override
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("alice").password("{noop}secret").roles("OPS").build(),
					User.withUsername("bob").password("{noop}secret").build());
		}

		@Bean
		Orders orders() {
			return new Orders();
		}

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	/** Says who owns an order. */
	public static final class Orders {

		public boolean owns(Authentication authentication, String id) {
			return id.startsWith(authentication.getName() + "-");
		}

	}

}
