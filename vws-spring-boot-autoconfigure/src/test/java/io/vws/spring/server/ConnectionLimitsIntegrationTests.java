package io.vws.spring.server;

import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.test.HttpAnswer;
import io.vws.test.RawWebSocket;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the connections of a user and of an address, at the limit, one below and one
 * above.
 */
@Timeout(60)
class ConnectionLimitsIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Users.class, "vws.server.max-connections-per-user=3",
				"vws.server.max-connections-per-address=5", "server.forward-headers-strategy=native");
	}

	@BeforeEach
	void awaitEnds() {
		await().until(() -> app.server().connections().isEmpty());
	}

	@Test
	void connectionAboveTheLimitOfItsUserIsRefusedUntilOneEnds() throws IOException {
		try (Connections open = new Connections()) {
			for (int i = 0; i < 3; i++) {
				open.add(of("ada", "192.0.2." + i));
			}
			assertRefused(of("ada", "192.0.2.9"), "connections-per-user");
			open.add(of("bob", "192.0.2.9"));
			open.add(Upgrade.to(app.port()));
			assertThat(app.server().connections()).hasSize(5);
			open.closeFirst();
			await().until(() -> app.server().connections().size() == 4);
			open.add(of("ada", "192.0.2.9"));
			assertRefused(of("ada", "192.0.2.9"), "connections-per-user");
		}
	}

	@Test
	void connectionAboveTheLimitOfItsAddressIsRefusedUntilOneEnds() throws IOException {
		try (Connections open = new Connections()) {
			for (int i = 0; i < 5; i++) {
				open.add(of("user" + i, "192.0.2.1"));
			}
			assertRefused(of("ada", "192.0.2.1"), "connections-per-address");
			open.add(of("ada", "192.0.2.2"));
			open.closeFirst();
			await().until(() -> app.server().connections().size() == 5);
			open.add(of("ada", "192.0.2.1"));
			assertRefused(of("ada", "192.0.2.1"), "connections-per-address");
		}
	}

	/** Those that nobody is known to have opened. */
	@Test
	void connectionsWithoutAUserAreLimitedByTheirAddressOnly() throws IOException {
		try (Connections open = new Connections()) {
			for (int i = 0; i < 5; i++) {
				open.add(Upgrade.to(app.port()));
			}
			assertRefused(Upgrade.to(app.port()), "connections-per-address");
		}
	}

	@Test
	void handshakesAboveTheRateAreRefusedUntilTimePasses() throws IOException {
		try (VwsTestApplication slow = VwsTestApplication.start(Users.class,
				"vws.server.max-handshakes-per-second=1")) {
			Upgrade handshake = Upgrade.to(slow.port());
			assertThat(handshake.answer().status()).isEqualTo(101);
			await().until(() -> handshake.answer().status() == 503);
			assertThat(rejected(slow, "handshakes")).isPositive();
			await().until(() -> handshake.answer().status() == 101);
		}
	}

	private static Upgrade of(String user, String address) {
		return Upgrade.to(app.port()).header("X-User", user).header("X-Forwarded-For", address);
	}

	private static void assertRefused(Upgrade upgrade, String reason) throws IOException {
		double before = rejected(app, reason);
		HttpAnswer answer = upgrade.answer();
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.header("Retry-After")).isEqualTo("5");
		assertThat(rejected(app, reason)).isEqualTo(before + 1);
	}

	private static double rejected(VwsTestApplication application, String reason) {
		return application.bean(MeterRegistry.class).counter("vws.connections.rejected", "reason", reason).count();
	}

	/** Connections that are served. */
	private static final class Connections implements AutoCloseable {

		private final List<RawWebSocket> sockets = new ArrayList<>();

		void add(Upgrade upgrade) throws IOException {
			RawWebSocket socket = upgrade.open();
			this.sockets.add(socket);
			assertThat(new TestPeer(socket).untilFence()).isEmpty(); // counts from then
																		// on
		}

		void closeFirst() throws IOException {
			this.sockets.remove(0).close();
		}

		@Override
		public void close() throws IOException {
			for (RawWebSocket socket : this.sockets) {
				socket.close();
			}
		}

	}

	/** Believes who says who they are. */
	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Filter userFilter() {
			return (request, response, chain) -> {
				HttpServletRequest http = (HttpServletRequest) request;
				String user = http.getHeader("X-User");
				chain.doFilter((user != null) ? new HttpServletRequestWrapper(http) {

					@Override
					public @Nullable Principal getUserPrincipal() {
						return () -> user;
					}

				} : http, response);
			};
		}

	}

}
