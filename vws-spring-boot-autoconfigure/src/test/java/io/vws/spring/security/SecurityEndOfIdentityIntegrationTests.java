package io.vws.spring.security;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnections;
import io.vws.server.VwsServer;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import io.vws.topic.TopicPattern;
import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A connection ends with the identity that it has from its upgrade.
 */
@Tag("security")
@Timeout(60)
class SecurityEndOfIdentityIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Application.class);
	}

	private static TestPeer connect(VwsTestApplication app, Upgrade upgrade) throws IOException {
		TestPeer peer = new TestPeer(upgrade.open());
		peer.subscribe("news");
		return peer;
	}

	private static TestPeer connect(Upgrade upgrade) throws IOException {
		return connect(app, upgrade);
	}

	private static void assertThatItLives(TestPeer peer) throws IOException {
		app.bus().publish("news", 1);
		assertThat(peer.next()).isEqualTo("{\"t\":\"news\",\"d\":1}");
	}

	private static void assertEnded(TestPeer peer, int... codes) throws IOException {
		app.bus().publish("news", "after the end");
		assertThat(codes).contains(peer.socket().readCloseCode());
	}

	@Test
	void tokenThatExpiresClosesWith4005() throws IOException {
		Instant expiresAt = Instant.now().plusSeconds(600);
		try (VwsTestApplication clocked = VwsTestApplication.start(Clocked.class);
				TestPeer peer = connect(clocked,
						SecurityTestChains.withToken(clocked.port(), SecurityTestChains.token("alice", expiresAt)));
				TestPeer other = connect(clocked,
						Upgrade.to(clocked.port()).header("Authorization", SecurityTestChains.basic("bob")))) {
			TestClock clock = clocked.bean(TestClock.class);
			clock.now = expiresAt.minusSeconds(2);
			clocked.bus().publish("news", 1);
			assertThat(peer.next()).isEqualTo("{\"t\":\"news\",\"d\":1}");
			clock.now = expiresAt.plusSeconds(1);
			clocked.bus().publish("news", 2);
			assertThat(peer.socket().readFrame()).satisfies((frame) -> assertThat(frame.closeCode()).isEqualTo(4005));
			assertThat(other.next()).isEqualTo("{\"t\":\"news\",\"d\":1}");
			assertThat(other.next()).isEqualTo("{\"t\":\"news\",\"d\":2}");
		}
	}

	/** Spring Security takes a token for up to a minute after its end. */
	@Test
	void tokenThatHasExpiredJustBeforeClosesWith4005AtOnce() throws IOException {
		String token = SecurityTestChains.token("alice", Instant.now().minusSeconds(5));
		try (TestPeer peer = new TestPeer(SecurityTestChains.withToken(app.port(), token).open())) {
			assertThat(peer.socket().readCloseCode()).isEqualTo(4005);
		}
	}

	@Test
	void logoutClosesTheConnectionsOfTheSessionAndNoOthers() throws IOException {
		String session = SecurityTestChains.login(app.port(), "alice");
		String elsewhere = SecurityTestChains.login(app.port(), "alice");
		try (TestPeer first = connect(SecurityTestChains.withCookie(app.port(), session));
				TestPeer second = connect(SecurityTestChains.withCookie(app.port(), session));
				TestPeer other = connect(SecurityTestChains.withCookie(app.port(), elsewhere))) {
			SecurityTestChains.logout(app.port(), session);
			assertEnded(first, 4005);
			assertThat(second.socket().readCloseCode()).isEqualTo(4005);
			assertThat(other.next()).contains("after the end");
			assertThatItLives(other);
		}
	}

	@Test
	void noEventIsDeliveredAfterALogout() throws IOException {
		String session = SecurityTestChains.login(app.port(), "alice");
		try (TestPeer peer = connect(SecurityTestChains.withCookie(app.port(), session))) {
			SecurityTestChains.logout(app.port(), session);
			app.bus().publish("news", 1);
			assertThat(peer.socket().readFrame()).satisfies((frame) -> assertThat(frame.closeCode()).isEqualTo(4005));
		}
	}

	@Test
	void logoutThatLeavesTheSessionAliveClosesToo() throws IOException {
		try (VwsTestApplication open = VwsTestApplication.start(SecurityTestChains.Open.class)) {
			String session = SecurityTestChains.login(open.port(), "alice");
			try (TestPeer peer = connect(open, SecurityTestChains.withCookie(open.port(), session))) {
				SecurityTestChains.logout(open.port(), session);
				assertThat(peer.socket().readCloseCode()).isEqualTo(4005);
			}
		}
	}

	/** As a time-out does. */
	@Test
	void endOfTheSessionClosesWith4005() throws Exception {
		String session = SecurityTestChains.login(app.port(), "alice");
		try (TestPeer peer = connect(SecurityTestChains.withCookie(app.port(), session))) {
			expire(app, session);
			assertEnded(peer, 4005);
		}
	}

	/** Tomcat itself closes its own sessions with 1008, if it is the first. */
	@Test
	void endOfTheSessionClosesOnTomcatsOwnSessionsToo() throws Exception {
		try (VwsTestApplication sessions = VwsTestApplication.start(Application.class,
				"vws.server.tomcat.direct=false")) {
			String session = SecurityTestChains.login(sessions.port(), "alice");
			try (TestPeer peer = connect(sessions, SecurityTestChains.withCookie(sessions.port(), session))) {
				expire(sessions, session);
				assertEnded(peer, 4005, 1008);
			}
		}
	}

	private static void expire(VwsTestApplication app, String cookie) throws IOException {
		Session session = app.bean(Sessions.class).context.getManager()
			.findSession(cookie.substring(cookie.indexOf('=') + 1));
		session.expire();
	}

	@Test
	void loginEndsWhatWasAnonymousInTheSession() throws IOException {
		try (VwsTestApplication open = VwsTestApplication.start(SecurityTestChains.Open.class)) {
			String session = SecurityTestChains.sessionBeforeLogin(open.port());
			try (TestPeer peer = connect(open, SecurityTestChains.withCookie(open.port(), session))) {
				SecurityTestChains.login(open.port(), "alice", session);
				assertThat(peer.socket().readCloseCode()).isEqualTo(4005);
			}
		}
	}

	@Test
	void nothingIsRememberedOfWhatHasEnded() throws IOException {
		String session = SecurityTestChains.login(app.port(), "bob");
		SessionIdentities sessions = app.bean(SessionIdentities.class);
		try (TestPeer peer = connect(SecurityTestChains.withCookie(app.port(), session))) {
			assertThat(sessions.size()).isPositive();
			peer.socket().sendClose(1000, "");
			peer.socket().readCloseCode();
		}
		assertThat(SecurityTestChains.withCookie(app.port(), session)
			.header("Sec-WebSocket-Version", "7")
			.answer()
			.status()).isEqualTo(426);
		await().until(() -> sessions.size() == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void disconnectClosesWith4503(String direct) throws IOException {
		try (VwsTestApplication fresh = VwsTestApplication.start(Application.class,
				"vws.server.tomcat.direct=" + direct);
				TestPeer alice = connect(fresh,
						Upgrade.to(fresh.port()).header("Authorization", SecurityTestChains.basic("alice")));
				TestPeer bob = connect(fresh,
						Upgrade.to(fresh.port()).header("Authorization", SecurityTestChains.basic("bob")))) {
			VwsConnections connections = fresh.bean(VwsConnections.class);
			assertThat(connections.list()).extracting(VwsConnections.Info::user)
				.containsExactlyInAnyOrder("alice", "bob");
			assertThat(connections.disconnect("alice")).isEqualTo(1);
			assertThat(alice.socket().readCloseCode()).isEqualTo(4503);
			fresh.bus().publish("news", 1);
			assertThat(bob.next()).isEqualTo("{\"t\":\"news\",\"d\":1}");
		}
	}

	@Test
	void recheckClosesWith4005WhereTheRulesRefuseNow() throws IOException {
		try (VwsTestApplication revoking = VwsTestApplication.start(Revoking.class);
				TestPeer alice = connect(revoking,
						Upgrade.to(revoking.port()).header("Authorization", SecurityTestChains.basic("alice")));
				TestPeer bob = connect(revoking,
						Upgrade.to(revoking.port()).header("Authorization", SecurityTestChains.basic("bob")))) {
			VwsConnections connections = revoking.bean(VwsConnections.class);
			assertThat(connections.recheck("alice")).isZero();
			revoking.bean(RevokingAuthorizer.class).revoked.set(true);
			assertThat(connections.recheck("alice")).isEqualTo(1);
			revoking.bus().publish("news", 1);
			assertThat(alice.socket().readFrame()).satisfies((frame) -> assertThat(frame.closeCode()).isEqualTo(4005));
			assertThat(bob.next()).isEqualTo("{\"t\":\"news\",\"d\":1}");
			assertThat(connections.recheck("bob")).isZero();
		}
	}

	/** Gives the test Tomcat's sessions. */
	@Configuration(proxyBeanMethods = false)
	static class Application extends SecurityTestChains.Login {

		@Bean
		Sessions sessions() {
			return new Sessions();
		}

	}

	/** Tomcat's context. */
	static final class Sessions implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

		private Context context = new org.apache.catalina.core.StandardContext();

		@Override
		public void customize(TomcatServletWebServerFactory factory) {
			factory.addContextCustomizers((context) -> this.context = context);
		}

	}

	/** An application whose clock the test sets. */
	@Configuration(proxyBeanMethods = false)
	static class Clocked extends SecurityTestChains.Login {

		@Bean
		TestClock clock() {
			return new TestClock();
		}

		@Bean(destroyMethod = "")
		VwsServer server(EventBus bus, VwsAuthorizer authorizer, JsonMapper mapper, TestClock clock) {
			return VwsServer.builder(bus, authorizer, mapper).wallClock(clock).build();
		}

	}

	/** Wall clock that the test sets. */
	static final class TestClock extends Clock {

		private volatile Instant now = Instant.EPOCH;

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

	/** An application whose rules change. */
	@Configuration(proxyBeanMethods = false)
	static class Revoking extends SecurityTestChains.Login {

		@Bean
		RevokingAuthorizer authorizer() {
			return new RevokingAuthorizer();
		}

	}

	/** Grants everything, until alice's rights are revoked. */
	static final class RevokingAuthorizer implements VwsAuthorizer {

		private final AtomicBoolean revoked = new AtomicBoolean();

		@Override
		public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
			return (this.revoked.get() && peer.name().equals("alice")) ? Decision.refuse() : Decision.allow();
		}

		@Override
		public Decision authorizePublish(Peer peer, Event event) {
			return Decision.allow();
		}

	}

}
