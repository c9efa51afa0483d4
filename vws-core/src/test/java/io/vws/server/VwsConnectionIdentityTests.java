package io.vws.server;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection ends with the identity of its peer.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsConnectionIdentityTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final ManualClock clock = new ManualClock();

	private final TestAuthorizer authorizer = new TestAuthorizer();

	private final TestServer server = TestServer.create(this.authorizer, (builder) -> builder.wallClock(this.clock));

	@AfterEach
	void stop() {
		this.server.close();
	}

	private TestClient connect(Validity validity) {
		return this.server.connect("c1", validity);
	}

	/** Noticed by the watchdog, which looks four times a second. */
	@Test
	void expiryClosesWith4005WithoutAnyTraffic() {
		TestClient client = connect(Validity.until(this.clock.instant().plus(MINUTE)));
		this.clock.advance(MINUTE.minusMillis(1));
		assertThat(client.ask("{\"k\":\"s\",\"t\":\"a\",\"i\":1}")).containsExactly("a 1");
		this.clock.advance(Duration.ofMillis(1));
		client.awaitCall("close 4005");
		assertThat(this.server.listener.calls).contains("closed c1 4005");
		assertThat(this.server.bus.subscriptionCount()).isZero();
	}

	/** Whether or not the watchdog has looked. */
	@Test
	void noEventIsDeliveredAfterTheExpiry() {
		TestClient client = connect(Validity.until(this.clock.instant().plus(MINUTE)));
		client.ask("{\"k\":\"s\",\"t\":\"a\",\"i\":1}");
		this.clock.advance(MINUTE.minusMillis(1));
		this.server.bus.publish("a", 1);
		assertThat(client.ask()).containsExactly("a=1");
		this.clock.advance(Duration.ofMillis(1));
		this.server.bus.publish("a", 2);
		client.awaitCall("close 4005");
		assertThat(client.answers()).doesNotContain("a=2");
	}

	@Test
	void nothingIsPublishedOrSubscribedAfterTheExpiry() {
		TestClient client = connect(Validity.until(this.clock.instant().plus(MINUTE)));
		this.clock.advance(MINUTE);
		client.send("{\"t\":\"a\",\"d\":1,\"i\":1}", "{\"k\":\"s\",\"t\":\"a\",\"i\":2}");
		client.awaitCall("close 4005");
		assertThat(this.authorizer.asked).isEmpty();
		assertThat(client.answers()).isEmpty();
	}

	@Test
	void whatWaitsForASlowPeerIsNotSentAfterTheExpiry() {
		TestClient client = connect(Validity.until(this.clock.instant().plus(MINUTE)));
		client.ask("{\"k\":\"s\",\"t\":\"a\",\"i\":1}");
		client.transport.block();
		this.server.bus.publish("a", 1);
		await().until(() -> client.transport.waited);
		this.server.bus.publish("a", 2);
		this.clock.advance(MINUTE);
		await().until(() -> this.server.listener.calls.contains("closed c1 4005"));
		client.transport.unblock();
		client.awaitCall("close 4005");
		assertThat(client.answers()).contains("a=1").doesNotContain("a=2");
	}

	@Test
	void openWhenExpiredThenMakesNoInitialSubscription() {
		try (TestServer initial = TestServer.create(TestServer.initialSubscriptions("a"))) {
			TestClient client = initial.connect("c1", Validity.until(Instant.EPOCH));
			client.awaitCall("close 4005");
			assertThat(initial.bus.subscriptionCount()).isZero();
		}
	}

	@Test
	void endClosesWith4005AndNoEventFollows() {
		Validity validity = Validity.unlimited();
		TestClient client = connect(validity);
		client.ask("{\"k\":\"s\",\"t\":\"a\",\"i\":1}");
		validity.end();
		this.server.bus.publish("a", 1);
		client.awaitCall("close 4005");
		assertThat(client.answers()).doesNotContain("a=1");
	}

	/** Such as a logout between the handshake and the opening. */
	@Test
	void endBeforeTheConnectionOpensIsNotMissed() {
		Validity validity = Validity.unlimited();
		validity.end();
		connect(validity).awaitCall("close 4005");
	}

	@Test
	void identityWithoutAnEndLasts() {
		TestClient client = connect(Validity.until(null));
		TestClient far = this.server.connect("c2", Validity.until(Instant.MAX));
		this.clock.advance(Duration.ofDays(100_000));
		assertThat(client.ask("{\"k\":\"U\",\"i\":1}")).containsExactly("a 1");
		assertThat(far.ask("{\"k\":\"U\",\"i\":1}")).containsExactly("a 1");
		assertThat(Validity.until(null).expiresAt()).isNull();
		assertThat(Validity.until(Instant.EPOCH).expiresAt()).isEqualTo(Instant.EPOCH);
	}

}
