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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.vws.spring.security.SecurityTestChains.connect;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection ends with the token that it has from its upgrade, and when somebody wants
 * it to end.
 */
@Tag("security")
@Timeout(60)
class SecurityEndOfIdentityIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(SecurityTestChains.Login.class);
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

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void disconnectClosesWith4503(String direct) throws IOException {
		try (VwsTestApplication fresh = VwsTestApplication.start(SecurityTestChains.Login.class,
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
