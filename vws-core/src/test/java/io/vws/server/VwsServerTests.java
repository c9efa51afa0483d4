package io.vws.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Peer;
import io.vws.wire.Utf8;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections come, are refused, and go.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsServerTests {

	private final TestServer server = TestServer.create(TestServer.limits(2, 10, 1024));

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void openWhenThereIsRoomThenTakesTheConnection() {
		assertThat(this.server.server.refusal()).isNull();
		TestClient client = this.server.connect("c1");
		assertThat(this.server.server.connections()).containsExactly(client.connection);
		assertThat(this.server.listener.calls).containsExactly("opened c1");
		assertThat(client.connection).hasToString("VwsConnection[c1]");
		assertThat(client.ask("{\"k\":\"U\",\"i\":1}")).containsExactly("a 1");
	}

	@Test
	void openWhenThereAreTooManyThenClosesWith1013() {
		TestClient first = this.server.connect("c1");
		this.server.connect("c2");
		assertThat(this.server.server.refusal()).isEqualTo(CloseReason.TRY_AGAIN_LATER);
		TestClient third = this.server.connect("c3");
		third.awaitCall("close 1013");
		third.send("{\"k\":\"s\",\"t\":\"a\",\"i\":1}");
		assertThat(third.transport.frames()).isEmpty();
		assertThat(this.server.bus.subscriptionCount()).isZero();
		await().until(() -> this.server.server.connections().size() == 2);
		assertThat(this.server.listener.calls).containsExactlyInAnyOrder("opened c1", "opened c2", "opened c3",
				"rejected 1013", "closed c3 1013");
		first.connection.transportClosed(CloseReason.NORMAL);
		assertThat(this.server.server.refusal()).isNull();
		assertThat(this.server.connect("c4").ask("{\"k\":\"U\",\"i\":1}")).containsExactly("a 1");
	}

	@Test
	void openWhenRefusedThenMakesNoInitialSubscription() {
		try (TestServer initial = TestServer.create(TestServer.initialSubscriptions("a"))) {
			initial.server.stop(Duration.ZERO);
			initial.connect("c1");
			assertThat(initial.bus.subscriptionCount()).isZero();
		}
	}

	@Test
	void handshakeWhenThereAreTooManyThenRefusesAndTellsTheListener() {
		this.server.connect("c1");
		assertThat(this.server.server.handshake(null, null)).isNull();
		this.server.connect("c2");
		assertThat(this.server.server.handshake(null, null)).isEqualTo(CloseReason.TRY_AGAIN_LATER);
		assertThat(this.server.listener.calls).containsExactly("opened c1", "opened c2", "rejected 1013");
	}

	@Test
	void stopWhenFramesWaitThenSendsThemAndThen1001() throws Exception {
		TestClient client = this.server.connect("c1");
		TestClient idle = this.server.connect("c2");
		client.ask("{\"k\":\"s\",\"t\":\"a\"}");
		client.transport.block();
		for (int i = 0; i < 100; i++) {
			this.server.bus.publish("a", i);
		}
		CompletableFuture<Void> stopped = CompletableFuture
			.runAsync(() -> this.server.server.stop(Duration.ofMinutes(10)));
		idle.awaitCall("close 1001");
		await().until(() -> this.server.bus.subscriptionCount() == 0);
		assertThat(stopped).isNotDone();
		client.transport.unblock();
		stopped.get();
		assertThat(client.transport.frames()).hasSize(102);
		assertThat(client.transport.calls).contains("close 1001");
		assertThat(client.transport.calls.indexOf("close 1001"))
			.isGreaterThan(client.transport.calls.lastIndexOf("flush"));
		assertThat(this.server.server.connections()).isEmpty();
		assertThat(this.server.listener.calls).containsExactlyInAnyOrder("opened c1", "opened c2", "closed c1 1001",
				"closed c2 1001");
	}

	@Test
	void stopWhenTimeIsOverThenCutsWhatIsLeft() {
		TestClient client = this.server.connect("c1");
		client.ask("{\"k\":\"s\",\"t\":\"a\"}");
		client.transport.block();
		this.server.bus.publish("a", 1);
		this.server.server.stop(Duration.ofMillis(10));
		client.awaitCall("abort 1001");
		assertThat(this.server.server.connections()).isEmpty();
		assertThat(this.server.listener.calls).containsExactly("opened c1", "closed c1 1001");
	}

	/**
	 * Symptom: an event that was authorized when the stop began was acknowledged, and a
	 * subscriber who was told to go meanwhile did not get it.
	 */
	@Test
	void stopWhenAnEventIsBeingPublishedThenAllGetItFirst() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		TestAuthorizer authorizer = new TestAuthorizer();
		authorizer.onPublish = (event) -> {
			asked.countDown();
			awaitLatch(goOn);
			return Decision.allow();
		};
		try (TestServer publishing = TestServer.create(authorizer)) {
			TestClient subscriber = publishing.connect("c1");
			subscriber.ask("{\"k\":\"s\",\"t\":\"a\"}");
			TestClient publisher = publishing.connect("c2");
			CompletableFuture<Void> published = CompletableFuture
				.runAsync(() -> publisher.send("{\"t\":\"a\",\"d\":1,\"i\":1}"));
			awaitLatch(asked);
			CompletableFuture<Void> stopped = CompletableFuture
				.runAsync(() -> publishing.server.stop(Duration.ofMinutes(1)));
			await().until(() -> publishing.server.refusal() != null);
			await().during(Duration.ofMillis(50)).until(() -> publishing.bus.subscriptionCount() == 1);
			goOn.countDown();
			published.get();
			stopped.get();
			assertThat(publisher.answers()).containsExactly("a 1");
			assertThat(subscriber.answers()).contains("a=1");
		}
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void stopWhenSpreadThenEndsConnectionsOneAfterTheOther() {
		int count = 20;
		try (TestServer many = TestServer.create(TestServer.settings())) {
			for (int i = 0; i < count; i++) {
				many.connect("c" + i);
			}
			many.listener.calls.clear();
			long start = System.nanoTime();
			many.server.stop(Duration.ofMinutes(1), Duration.ofMillis(count));
			assertThat(Duration.ofNanos(System.nanoTime() - start))
				.isGreaterThanOrEqualTo(Duration.ofMillis(count - 1));
			assertThat(many.listener.calls).hasSize(count).allMatch((call) -> call.endsWith(" 1001"));
			assertThat(many.listener.calls).isNotEqualTo(many.listener.calls.stream().sorted().toList());
		}
	}

	@Test
	void stopWhenSpreadIsLongerThanTheTimeoutThenKeepsTheTimeout() {
		TestClient client = this.server.connect("c1");
		TestClient other = this.server.connect("c2");
		this.server.server.stop(Duration.ofMillis(200), Duration.ofDays(1));
		assertThat(client.transport.calls).contains("close 1001");
		assertThat(other.transport.calls).contains("close 1001");
	}

	@Test
	void stopWhenThereIsNoConnectionThenReturnsAtOnce() {
		this.server.server.stop(Duration.ofDays(1));
		this.server.server.stop(Duration.ofDays(1));
		assertThat(this.server.server.refusal()).isEqualTo(CloseReason.RESTARTING);
	}

	@Test
	void openWhenStoppingThenClosesWith1012() throws Exception {
		TestClient slow = this.server.connect("slow");
		slow.transport.block();
		slow.send("{\"k\":\"U\"}");
		CompletableFuture<Void> stopped = CompletableFuture
			.runAsync(() -> this.server.server.stop(Duration.ofMinutes(10)));
		await().until(() -> this.server.server.refusal() == CloseReason.RESTARTING);
		TestClient late = this.server.connect("late");
		late.awaitCall("close 1012");
		late.send("{\"k\":\"s\",\"t\":\"a\"}");
		assertThat(this.server.bus.subscriptionCount()).isZero();
		slow.transport.unblock();
		stopped.get();
		await().until(() -> this.server.server.connections().isEmpty());
		assertThat(this.server.listener.calls).containsExactlyInAnyOrder("opened slow", "closed slow 1001",
				"opened late", "rejected 1012", "closed late 1012");
	}

	@Test
	void openWhenStoppedThenAborts() {
		this.server.server.stop(Duration.ofSeconds(1));
		TestClient late = this.server.connect("late");
		late.awaitCall("abort 1012");
		assertThat(this.server.server.connections()).isEmpty();
		assertThat(this.server.listener.calls).containsExactly("opened late", "rejected 1012", "closed late 1012");
	}

	/**
	 * Requests that are read while the server stops, before their connection is closed.
	 */
	@Test
	void receiveWhenStoppingThenRefuses() {
		TestClient[] clients = new TestClient[2];
		RecordingListener listener = new RecordingListener() {

			@Override
			public void closed(Peer peer, CloseReason reason, Duration age) {
				super.closed(peer, reason, age);
				clients[peer.connectionId().equals("0") ? 1 : 0].send("{\"t\":\"a\",\"d\":1,\"i\":1}",
						"{\"k\":\"s\",\"t\":\"a\",\"i\":2}", "{\"k\":\"s\",\"t\":\"b\",\"i\":3}",
						"{\"k\":\"u\",\"t\":\"a\",\"i\":4}");
			}

		};
		InMemoryEventBus bus = new InMemoryEventBus(TestServer.MAPPER);
		VwsServer stopping = VwsServer.builder(bus, VwsAuthorizer.allowAll(), TestServer.MAPPER)
			.listener(listener)
			.build();
		for (int i = 0; i < 2; i++) {
			clients[i] = new TestClient(stopping, Integer.toString(i));
			clients[i].ask("{\"k\":\"s\",\"t\":\"a\"}");
		}
		stopping.stop(Duration.ofSeconds(10));
		assertThat(clients).anySatisfy((client) -> assertThat(client.answers()).contains("n 1 shutting-down", "a 2",
				"n 3 shutting-down", "a 4"));
		assertThat(clients).allSatisfy((client) -> assertThat(client.answers()).doesNotContain("a 1", "a 3"));
		assertThat(bus.subscriptionCount()).isZero();
	}

	/** RFC 6455, section 5.5: a control frame holds 125 bytes, two of them the code. */
	@Test
	void closeReasonsFitAFrame() {
		List<CloseReason> reasons = List.of(CloseReason.NORMAL, CloseReason.GOING_AWAY, CloseReason.ABNORMAL,
				CloseReason.TOO_BIG, CloseReason.INTERNAL, CloseReason.RESTARTING, CloseReason.TRY_AGAIN_LATER,
				CloseReason.TOO_MANY_OF_USER, CloseReason.TOO_MANY_FROM_ADDRESS, CloseReason.TOO_MANY_HANDSHAKES,
				CloseReason.IDENTITY_ENDED, CloseReason.SLOW_CONSUMER, CloseReason.NO_PONG, CloseReason.RATE_LIMITED,
				CloseReason.NACK_FLOOD, CloseReason.DISCONNECTED);
		assertThat(reasons).extracting(CloseReason::code)
			.containsExactly(1000, 1001, 1006, 1009, 1011, 1012, 1013, 1013, 1013, 1013, 4005, 4008, 4012, 4013, 4500,
					4503);
		assertThat(reasons).allMatch((reason) -> Utf8.length(reason.text()) <= 123);
		assertThat(CloseReason.of(3000, "x")).isEqualTo(new CloseReason(3000, "x"));
	}

}
