package io.vws.spring.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.bus.EventRefusedException;
import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.server.ServerListener;
import io.vws.test.HttpAnswer;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for numbers and sizes at the limit, one below and one above.
 */
@Timeout(60)
class LimitsIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Counting.class, "vws.server.max-connections=3", "vws.server.max-subscriptions=4",
				"vws.server.max-event-size=40000B", "vws.server.initial-subscriptions=secret/x,first/#");
	}

	@Test
	void connectionAboveTheLimitIsRefusedUntilOneEnds() throws IOException {
		await().until(() -> app.server().connections().isEmpty());
		Counting counting = app.bean(Counting.class);
		int before = counting.rejected.get();
		try (TestPeer first = app.connect(); TestPeer second = app.connect(); TestPeer third = app.connect()) {
			for (TestPeer peer : List.of(first, second, third)) {
				assertThat(peer.untilFence()).isEmpty(); // counts from then on
			}
			HttpAnswer answer = Upgrade.to(app.port()).answer();
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.header("Retry-After")).isEqualTo("5");
			assertThat(counting.rejected).hasValue(before + 1);
			for (TestPeer peer : List.of(first, second, third)) {
				assertThat(peer.untilFence()).isEmpty();
			}
			third.socket().close();
			await().until(() -> app.server().connections().size() == 2);
			try (TestPeer next = app.connect()) {
				assertThat(next.untilFence()).isEmpty();
				assertThat(Upgrade.to(app.port()).answer().status()).isEqualTo(503);
			}
		}
	}

	@Test
	void subscriptionAboveTheLimitIsRefusedUntilOneEnds() throws IOException {
		try (TestPeer peer = connect()) { // has one that it was given
			peer.subscribe("a", "b");
			assertThat(peer.ask("{\"k\":\"s\",\"t\":\"c\",\"i\":3}")).isEqualTo("a 3");
			assertThat(peer.ask("{\"k\":\"s\",\"t\":\"d\",\"i\":4}")).isEqualTo("n 4 too-many-subscriptions");
			assertThat(peer.ask("{\"k\":\"s\",\"t\":\"d\"}")).isEqualTo("n too-many-subscriptions");
			assertThat(peer.ask("{\"k\":\"s\",\"t\":\"a\",\"i\":5}")).isEqualTo("a 5");
			assertThat(peer.ask("{\"k\":\"s\",\"t\":\"d/#/e\",\"i\":6}")).isEqualTo("n 6 invalid-pattern");
			assertThat(peer.exchange("{\"t\":\"d\",\"d\":1}", "{\"t\":\"c\",\"d\":1}"))
				.containsExactly("{\"t\":\"c\",\"d\":1}");
			assertThat(peer.ask("{\"k\":\"u\",\"t\":\"a\",\"i\":7}")).isEqualTo("a 7");
			assertThat(peer.ask("{\"k\":\"s\",\"t\":\"d\",\"i\":8}")).isEqualTo("a 8");
			assertThat(peer.ask("{\"k\":\"s\",\"t\":\"a\",\"i\":9}")).isEqualTo("n 9 too-many-subscriptions");
			assertThat(peer.exchange("{\"t\":\"d\",\"d\":1}")).containsExactly("{\"t\":\"d\",\"d\":1}");
		}
	}

	@Test
	void initialSubscriptionsAreMadeAsFarAsTheRulesGrantThem() throws IOException {
		int refused = app.bean(Counting.class).initialRefused.get();
		try (TestPeer peer = connect()) {
			assertThat(peer.exchange("{\"t\":\"first/1\",\"d\":1}")).containsExactly("{\"t\":\"first/1\",\"d\":1}");
			app.bus().publish("secret/x", 1);
			assertThat(peer.untilFence()).isEmpty();
			assertThat(app.bean(Counting.class).initialRefused).hasValue(refused + 1);
			assertThat(peer.exchange("{\"k\":\"u\",\"t\":\"first/#\",\"i\":1}", "{\"t\":\"first/1\",\"d\":1}"))
				.containsExactly("{\"k\":\"a\",\"i\":1}");
		}
	}

	@Test
	void eventAboveTheLimitFailsForItsPublisherAlone() throws IOException {
		try (TestPeer peer = connect()) {
			peer.subscribe("big");
			int frame = "{\"t\":\"big\",\"d\":\"\"}".length();
			for (int size : new int[] { 39_999, 40_000 }) {
				app.bus().publish("big", "x".repeat(size - frame));
				assertThat(peer.next()).hasSize(size);
			}
			assertThatExceptionOfType(EventRefusedException.class)
				.isThrownBy(() -> app.bus().publish("big", "x".repeat(40_001 - frame)))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(EventRefusedException.Reason.TOO_LARGE));
			assertThatExceptionOfType(EventRefusedException.class)
				.isThrownBy(() -> app.bus().publish("big", "\uD83D\uDE00".repeat(10_000)));
			app.bus().publish("big", 1);
			assertThat(peer.untilFence()).containsExactly("{\"t\":\"big\",\"d\":1}");
		}
	}

	@Test
	void eventThatCannotBeWrittenFailsForItsPublisherAlone() throws IOException {
		try (TestPeer peer = connect()) {
			peer.subscribe("odd");
			assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> app.bus().publish("odd", new Odd()))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(EventRefusedException.Reason.NOT_ENCODABLE));
			app.bus().publish("odd", 1);
			assertThat(peer.untilFence()).containsExactly("{\"t\":\"odd\",\"d\":1}");
		}
	}

	/** Connect once those of the tests before are gone. */
	private static TestPeer connect() throws IOException {
		await().until(() -> app.server().connections().isEmpty());
		return app.connect();
	}

	/** Cannot be written as JSON. */
	static class Odd {

		public String getValue() {
			throw new IllegalStateException();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Counting implements ServerListener {

		final AtomicInteger rejected = new AtomicInteger();

		final AtomicInteger initialRefused = new AtomicInteger();

		@Override
		public void rejected(CloseReason reason) {
			this.rejected.incrementAndGet();
		}

		@Override
		public void initialSubscriptionRefused(Peer peer) {
			this.initialRefused.incrementAndGet();
		}

	}

}
