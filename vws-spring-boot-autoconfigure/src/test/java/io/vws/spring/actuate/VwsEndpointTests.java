package io.vws.spring.actuate;

import java.security.Principal;
import java.time.Duration;
import java.util.Set;

import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Peer;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnection;
import io.vws.server.VwsConnections;
import io.vws.server.VwsServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class VwsEndpointTests {

	private final VwsServer server = VwsServer
		.builder(new InMemoryEventBus(JsonMapper.shared()), VwsAuthorizer.allowAll(), JsonMapper.shared())
		.build();

	@AfterEach
	void stop() {
		this.server.stop(Duration.ZERO, Duration.ZERO);
	}

	@Test
	void showsTheServerAndItsConnections() {
		VwsConnection connection = connect("c1");
		connection.receiveText("{\"k\":\"s\",\"t\":\"customers/ada/#\"}", true);
		await().until(() -> connection.sent().answers() == 1);
		ServerDescriptor descriptor = endpoint(Show.ALWAYS).server(null);
		assertThat(descriptor.stopping()).isFalse();
		assertThat(descriptor.moreConnections()).isZero();
		assertThat(descriptor.counts().connections()).isOne();
		assertThat(descriptor.counts().subscriptions()).isOne();
		assertThat(descriptor.counts().received()).containsEntry("subscribe", 1L).containsEntry("event", 0L);
		assertThat(descriptor.counts().sentAnswers()).isOne();
		assertThat(descriptor.limits().connections()).isEqualTo(10_000);
		assertThat(descriptor.limits().onOverflow()).isEqualTo("disconnect");
		assertThat(descriptor.connections()).singleElement().satisfies((shown) -> {
			assertThat(shown.id()).isEqualTo("c1");
			assertThat(shown.user()).isEqualTo("ada");
			assertThat(shown.address()).isEqualTo("192.0.2.1");
			assertThat(shown.since()).isEqualTo(connection.since());
			assertThat(shown.patterns()).containsExactly("customers/ada/#");
			assertThat(shown.subscriptions()).isOne();
			assertThat(shown.sentMessages()).isOne();
			assertThat(shown.sentBytes()).isEqualTo("{\"k\":\"a\"}".length());
			assertThat(shown.droppedEvents()).isZero();
		});
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			NEVER, ada, ADMIN, false
			ALWAYS, , , true
			WHEN_AUTHORIZED, , , false
			WHEN_AUTHORIZED, ada, USER, false
			WHEN_AUTHORIZED, ada, ADMIN, true
			""")
	void whoIsConnectedIsShownToThoseWhoMaySeeIt(Show show, @Nullable String user, @Nullable String role,
			boolean shown) {
		connect("c1");
		ServerDescriptor.Connection connection = new VwsEndpointWebExtension(endpoint(show))
			.server(new Caller(user, role), null)
			.connections()
			.get(0);
		assertThat(connection.id()).isEqualTo("c1");
		assertThat(connection.user()).isEqualTo(shown ? "ada" : "******");
		assertThat(connection.address()).isEqualTo(shown ? "192.0.2.1" : "******");
		assertThat(connection.patterns() != null).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource({ ", 100, 50", "10, 10, 140", "0, 0, 150", "-1, 0, 150", "100000, 150, 0" })
	void listsSomeAndCountsTheRest(@Nullable Integer limit, int listed, int more) {
		for (int i = 0; i < 150; i++) {
			connect("c" + i);
		}
		ServerDescriptor descriptor = endpoint(Show.NEVER).server(limit);
		assertThat(descriptor.connections()).hasSize(listed);
		assertThat(descriptor.moreConnections()).isEqualTo(more);
	}

	@Test
	void listsNeverMoreThanAThousand() {
		for (int i = 0; i < 1010; i++) {
			this.server.open(new Peer("c" + i, null, null), new EndingTransport());
		}
		assertThat(endpoint(Show.NEVER).server(100_000).connections()).hasSize(VwsEndpoint.MAX_LIMIT);
	}

	@Test
	void disconnectsOne() {
		EndingTransport transport = new EndingTransport();
		this.server.open(new Peer("c1", null, null), transport);
		VwsEndpointWebExtension web = new VwsEndpointWebExtension(endpoint(Show.NEVER));
		assertThat(web.disconnect("c2").getStatus()).isEqualTo(WebEndpointResponse.STATUS_NOT_FOUND);
		assertThat(web.disconnect("c1").getStatus()).isEqualTo(WebEndpointResponse.STATUS_NO_CONTENT);
		await().until(() -> transport.closeCode == 4503);
	}

	@Test
	void explainIsTheOnlyOtherOperation() {
		VwsEndpoint endpoint = endpoint(Show.NEVER);
		assertThat(endpoint.explain("other", "subscribe", "a", null, null, null)).isNull();
		assertThat(endpoint.explain("explain", "subscribe", "a", null, null, null)).isNotNull();
	}

	@Test
	void healthIsUpUntilTheServerStops() {
		connect("c1");
		VwsHealthIndicator indicator = new VwsHealthIndicator(this.server);
		Health up = indicator.health();
		assertThat(up.getStatus()).isEqualTo(Status.UP);
		assertThat(up.getDetails()).containsEntry("connections", 1).containsEntry("maxConnections", 10_000);
		this.server.stop(Duration.ZERO, Duration.ZERO);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(endpoint(Show.NEVER).server(null).stopping()).isTrue();
	}

	private VwsConnection connect(String id) {
		return this.server.open(new Peer(id, () -> "ada", "192.0.2.1"), new EndingTransport());
	}

	private VwsEndpoint endpoint(Show show) {
		return new VwsEndpoint(this.server, new VwsConnections(this.server), VwsAuthorizer.allowAll(),
				JsonMapper.shared(), show, Set.of("ADMIN"));
	}

	/** Who calls the endpoint. */
	private record Caller(@Nullable String user, @Nullable String role) implements SecurityContext {

		@Override
		public @Nullable Principal getPrincipal() {
			return (this.user != null) ? () -> this.user : null;
		}

		@Override
		public boolean isUserInRole(String role) {
			return role.equals(this.role);
		}

	}

}
