package io.vws.spring.security;

import java.io.IOException;
import java.time.Duration;

import io.vws.test.RawFrame;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.vws.spring.security.SecurityTestChains.login;
import static io.vws.spring.security.SecurityTestChains.logout;
import static io.vws.spring.security.SecurityTestChains.withCookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A connection ends with the HTTP session or the login that it has from its upgrade, and
 * no event is delivered after that.
 */
@Tag("security")
@Tag("tomcat")
@Timeout(60)
class SecurityEndOfSessionIntegrationTests {

	private static final String NEWS = "{\"t\":\"news\",\"d\":1}";

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Application.class);
	}

	/** Subscribed to {@code news}. */
	private static TestPeer connect(VwsTestApplication app, String session) throws IOException {
		return SecurityTestChains.connect(app, withCookie(app.port(), session));
	}

	/** Whatever the watchdog has seen: an event comes before it looks. */
	private static void assertThatNothingIsDelivered(VwsTestApplication app, TestPeer peer, Integer... codes)
			throws IOException {
		app.bus().publish("news", 1);
		RawFrame frame = peer.socket().readFrame();
		assertThat(frame).isNotNull();
		assertThat(frame.opcode()).isEqualTo(RawFrame.CLOSE);
		assertThat(frame.closeCode()).isIn((Object[]) codes);
	}

	@Test
	void logoutClosesTheConnectionsOfTheSessionAndNoOthers() throws IOException {
		String session = login(app.port(), "alice");
		try (TestPeer first = connect(app, session);
				TestPeer second = connect(app, session);
				TestPeer other = connect(app, login(app.port(), "alice"))) {
			logout(app.port(), session);
			assertThatNothingIsDelivered(app, first, 4005);
			assertThatNothingIsDelivered(app, second, 4005);
			assertThat(other.untilFence()).containsExactly(NEWS, NEWS);
		}
	}

	@Test
	void logoutThatLeavesTheSessionAliveClosesToo() throws IOException {
		try (VwsTestApplication open = VwsTestApplication.start(SecurityTestChains.Open.class)) {
			String session = login(open.port(), "alice");
			try (TestPeer peer = connect(open, session)) {
				logout(open.port(), session);
				assertThatNothingIsDelivered(open, peer, 4005);
			}
		}
	}

	@Test
	void sessionThatIsInvalidatedClosesWith4005() throws IOException {
		String session = login(app.port(), "alice");
		try (TestPeer peer = connect(app, session)) {
			app.bean(Sessions.class).invalidate(session);
			assertThatNothingIsDelivered(app, peer, 4005);
		}
	}

	@Test
	void sessionThatTimesOutClosesWith4005() throws IOException {
		String session = login(app.port(), "alice");
		try (TestPeer peer = connect(app, session); TestPeer other = connect(app, login(app.port(), "alice"))) {
			app.bean(Sessions.class).timeOut(session);
			assertThatNothingIsDelivered(app, peer, 4005);
			assertThat(other.untilFence()).containsExactly(NEWS);
		}
	}

	/** Tomcat itself closes its own sessions with 1008, if it is the first. */
	@Test
	void sessionThatTimesOutClosesOnTomcatsOwnSessionsToo() throws IOException {
		try (VwsTestApplication sessions = VwsTestApplication.start(Application.class,
				"vws.server.tomcat.direct=false")) {
			String session = login(sessions.port(), "alice");
			try (TestPeer peer = connect(sessions, session)) {
				sessions.bean(Sessions.class).timeOut(session);
				assertThatNothingIsDelivered(sessions, peer, 4005, 1008);
			}
		}
	}

	@Test
	void loginEndsWhatWasAnonymousInTheSession() throws IOException {
		try (VwsTestApplication open = VwsTestApplication.start(SecurityTestChains.Open.class)) {
			String session = SecurityTestChains.sessionBeforeLogin(open.port());
			try (TestPeer peer = connect(open, session)) {
				login(open.port(), "alice", session);
				assertThatNothingIsDelivered(open, peer, 4005);
			}
		}
	}

	@Test
	void nothingIsRememberedOfWhatHasEnded() throws IOException {
		String session = login(app.port(), "bob");
		SessionIdentities sessions = app.bean(SessionIdentities.class);
		try (TestPeer peer = connect(app, session)) {
			assertThat(sessions.size()).isPositive();
			peer.socket().sendClose(1000, "");
			peer.socket().readCloseCode();
		}
		assertThat(withCookie(app.port(), session).header("Sec-WebSocket-Version", "7").answer().status())
			.isEqualTo(426);
		await().until(() -> sessions.size() == 0);
	}

	/** Gives the test Tomcat's sessions. */
	@Configuration(proxyBeanMethods = false)
	static class Application extends SecurityTestChains.Login {

		@Bean
		Sessions sessions() {
			return new Sessions();
		}

	}

	/** The sessions of Tomcat, by their cookies. */
	static final class Sessions implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

		private Context context = new StandardContext();

		@Override
		public void customize(TomcatServletWebServerFactory factory) {
			factory.addContextCustomizers((context) -> this.context = context);
		}

		void invalidate(String cookie) throws IOException {
			find(cookie).invalidate();
		}

		/** Nobody has used it for longer than it may be unused, and Tomcat looks. */
		void timeOut(String cookie) throws IOException {
			StandardSession session = find(cookie);
			Duration unused = Duration.ofSeconds(session.getMaxInactiveInterval()).plusSeconds(1);
			session.setCreationTime(System.currentTimeMillis() - unused.toMillis());
			((ManagerBase) session.getManager()).processExpires();
		}

		private StandardSession find(String cookie) throws IOException {
			return (StandardSession) this.context.getManager().findSession(cookie.substring(cookie.indexOf('=') + 1));
		}

	}

}
