package io.vws.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link VwsConnections} lists, disconnects and asks again.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsConnectionsTests {

	private final ManualClock clock = new ManualClock();

	private final TestAuthorizer authorizer = new TestAuthorizer();

	private final TestServer server = TestServer.create(this.authorizer, (builder) -> builder.wallClock(this.clock));

	private final VwsConnections connections = new VwsConnections(this.server.server);

	@AfterEach
	void stop() {
		this.server.close();
	}

	private void publish(Object payload) {
		this.server.bus.publish("a", payload);
	}

	@Test
	void listTellsWhoIsConnected() {
		this.server.connect("c1", Validity.until(this.clock.instant().plusSeconds(60)))
			.ask("{\"k\":\"s\",\"t\":\"a\"}", "{\"k\":\"s\",\"t\":\"b/#\"}");
		this.server.connect("c2", "bob");
		await().until(() -> this.connections.list().stream().allMatch((info) -> info.queuedMessages() == 0));
		assertThat(this.connections.list()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("sent")
			.containsExactlyInAnyOrder(
					new VwsConnections.Info("c1", "alice", "10.0.0.1", this.clock.instant(),
							this.clock.instant().plusSeconds(60), List.of("a", "b/#"), 0, 0, OutboundTraffic.NONE),
					new VwsConnections.Info("c2", "bob", "10.0.0.1", this.clock.instant(), null, List.of(), 0, 0,
							OutboundTraffic.NONE));
		assertThat(this.connections.list()).extracting((info) -> info.sent().answers())
			.containsExactlyInAnyOrder(3L, 0L);
		assertThat(this.connections.list(1)).hasSize(1);
		assertThat(this.connections.list("bob")).extracting(VwsConnections.Info::id).containsExactly("c2");
		assertThat(this.connections.list("nobody")).isEmpty();
	}

	@Test
	void disconnectOneClosesItWith4503AndNoOtherOfTheUser() {
		TestClient one = this.server.connect("c1");
		TestClient other = this.server.connect("c2");
		assertThat(this.connections.disconnectOne("c1")).isTrue();
		one.awaitCall("close 4503");
		await().until(() -> this.connections.list().size() == 1);
		assertThat(this.connections.disconnectOne("c1")).isFalse();
		assertThat(other.ask("{\"k\":\"U\",\"i\":1}")).containsExactly("a 1");
	}

	@Test
	void disconnectClosesAllOfTheUserWith4503AndNobodyElse() {
		TestClient first = this.server.connect("c1");
		TestClient second = this.server.connect("c2");
		TestClient other = this.server.connect("c3", "bob");
		first.ask("{\"k\":\"s\",\"t\":\"a\"}");
		other.ask("{\"k\":\"s\",\"t\":\"a\"}");
		assertThat(this.connections.disconnect("alice")).isEqualTo(2);
		publish(1);
		first.awaitCall("close 4503");
		second.awaitCall("close 4503");
		assertThat(other.ask()).containsExactly("a=1");
		assertThat(first.answers()).doesNotContain("a=1");
		assertThat(this.server.listener.calls).contains("closed c1 4503", "closed c2 4503");
		await().until(() -> this.connections.list("alice").isEmpty());
		assertThat(this.connections.disconnect("alice")).isZero();
	}

	@Test
	void disconnectDropsWhatWaits() {
		TestClient client = this.server.connect("c1");
		client.ask("{\"k\":\"s\",\"t\":\"a\"}");
		client.transport.block();
		publish(1);
		await().until(() -> client.transport.waited);
		publish(2);
		this.connections.disconnect("alice");
		client.transport.unblock();
		client.awaitCall("close 4503");
		assertThat(client.answers()).doesNotContain("a=2");
	}

	@Test
	void recheckWhenAllIsStillGrantedThenChangesNothing() {
		TestClient client = this.server.connect("c1");
		client.ask("{\"k\":\"s\",\"t\":\"a\"}", "{\"k\":\"s\",\"t\":\"b\"}");
		assertThat(this.connections.recheck("alice")).isZero();
		assertThat(this.authorizer.asked).containsExactly("alice subscribes to a", "alice subscribes to b",
				"alice subscribes to a", "alice subscribes to b");
		publish(1);
		assertThat(client.ask()).containsExactly("a=1");
	}

	@Test
	void recheckWhenOneIsRefusedNowThenClosesWith4005AndNoEventFollows() {
		TestClient revoked = this.server.connect("c1");
		TestClient harmless = this.server.connect("c2");
		TestClient other = this.server.connect("c3", "bob");
		revoked.ask("{\"k\":\"s\",\"t\":\"b\"}", "{\"k\":\"s\",\"t\":\"a\"}");
		harmless.ask("{\"k\":\"s\",\"t\":\"b\"}");
		other.ask("{\"k\":\"s\",\"t\":\"a\"}");
		this.authorizer.onSubscribe = (pattern) -> pattern.text().equals("a") ? Decision.refuse() : Decision.allow();
		assertThat(this.connections.recheck("alice")).isEqualTo(1);
		publish(1);
		revoked.awaitCall("close 4005");
		assertThat(revoked.answers()).doesNotContain("a=1");
		assertThat(other.ask()).containsExactly("a=1");
		assertThat(harmless.ask("{\"k\":\"U\",\"i\":1}")).containsExactly("a 1");
	}

	@Test
	void recheckWhenTheAuthorizerFailsThenCloses() {
		TestClient client = this.server.connect("c1");
		client.ask("{\"k\":\"s\",\"t\":\"a\"}");
		this.authorizer.onSubscribe = (pattern) -> {
			throw new IllegalStateException("Broken");
		};
		assertThat(this.connections.recheck("alice")).isEqualTo(1);
		client.awaitCall("close 4005");
	}

	/**
	 * The rules change and are asked again after a subscription was granted, before it is
	 * registered.
	 */
	@Test
	void recheckDoesNotMissASubscriptionThatIsBeingMade() {
		TestClient client = this.server.connect("c1");
		this.authorizer.onSubscribe = (pattern) -> {
			this.authorizer.onSubscribe = (again) -> Decision.refuse();
			assertThat(this.connections.recheck("alice")).isZero();
			return Decision.allow();
		};
		client.send("{\"k\":\"s\",\"t\":\"a\",\"i\":1}");
		publish(1);
		client.awaitCall("close 4005");
		assertThat(client.answers()).doesNotContain("a=1");
		assertThat(this.server.bus.subscriptionCount()).isZero();
	}

	@Test
	void connectionOfAPeerWithoutAPrincipalIsNamedByItsId() {
		TestClient client = this.server.connect("c1", (String) null);
		assertThat(this.connections.list("c1")).hasSize(1);
		assertThat(this.connections.disconnect("c1")).isEqualTo(1);
		client.awaitCall("close 4503");
		assertThat(Duration.between(client.connection.since(), this.clock.instant())).isZero();
	}

}
