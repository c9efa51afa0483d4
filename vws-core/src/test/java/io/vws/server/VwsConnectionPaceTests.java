package io.vws.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.vws.delivery.OverflowPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that do not read, do not answer or ask too much.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsConnectionPaceTests {

	private static final String SUBSCRIBE = "{\"k\":\"s\",\"t\":\"a\"}";

	@Test
	void deliverWhenQueueIsFullThenDisconnectsWith4008() {
		try (TestServer server = TestServer.create(TestServer.queue(4, OverflowPolicy.DISCONNECT))) {
			TestClient slow = server.connect("slow");
			TestClient fast = server.connect("fast");
			slow.ask(SUBSCRIBE);
			fast.ask(SUBSCRIBE);
			slow.transport.block();
			List<String> expected = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				server.bus.publish("a", i);
				expected.add("a=" + i);
				assertThat(fast.ask()).containsExactly("a=" + i);
			}
			assertThat(server.listener.calls).endsWith("closed slow 4008");
			assertThat(server.bus.subscriptionCount()).isOne();
			slow.transport.unblock();
			slow.awaitCall("close 4008");
			server.bus.publish("a", 9);
			assertThat(fast.ask()).containsExactly("a=9");
		}
	}

	/** A peer that reads nothing at all does not get as far as the close frame. */
	@Test
	void deliverWhenQueueIsFullAndThePeerNeverReadsThenAborts() {
		try (TestServer server = TestServer.create(TestServer.queue(4, OverflowPolicy.DISCONNECT))) {
			TestClient slow = server.connect("slow");
			slow.ask(SUBSCRIBE);
			slow.transport.block();
			server.bus.publish("a", 0);
			await().until(() -> slow.transport.waited);
			for (int i = 1; i < 10; i++) {
				server.bus.publish("a", i);
			}
			server.advanceUntil(Duration.ofSeconds(1), () -> slow.transport.calls.contains("abort 4008"));
			await().until(() -> server.server.connections().isEmpty());
			assertThat(server.listener.calls).containsExactly("opened slow", "closed slow 4008");
			assertThat(slow.transport.calls).doesNotContain("close 4008");
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "DISCONNECT")
	void deliverWhenQueueIsFullAndPolicyDropsThenTheConnectionLivesAndDropsAreCounted(OverflowPolicy policy) {
		try (TestServer server = TestServer.create(TestServer.queue(4, policy))) {
			TestClient slow = server.connect("slow");
			slow.ask(SUBSCRIBE);
			slow.transport.block();
			server.bus.publish("a", 0);
			await().until(() -> slow.connection.queuedMessages() == 1);
			for (int i = 1; i < 20; i++) {
				server.bus.publish("a", i);
			}
			slow.send("{\"k\":\"U\",\"i\":1}");
			assertThat(slow.connection.queuedMessages()).isLessThanOrEqualTo(5);
			slow.transport.unblock();
			List<String> got = slow.ask();
			assertThat(got).endsWith("a 1").contains((policy == OverflowPolicy.DROP_NEWEST) ? "a=0" : "a=19");
			long dropped = server.listener.calls.stream()
				.filter((call) -> call.startsWith("dropped slow " + policy + " "))
				.mapToLong((call) -> Long.parseLong(call.substring(call.lastIndexOf(' ') + 1)))
				.sum();
			assertThat(dropped).isEqualTo(20 - (got.size() - 1));
		}
	}

	@Test
	void checkWhenAWriteTakesTooLongThenAbortsWith4008() {
		try (TestServer server = TestServer.create()) {
			TestClient slow = server.connect("slow");
			slow.ask(SUBSCRIBE);
			slow.transport.block();
			server.bus.publish("a", 1);
			server.advanceUntil(Duration.ofSeconds(3), () -> slow.transport.calls.contains("abort 4008"));
			await().until(() -> server.server.connections().isEmpty());
			assertThat(server.listener.calls).containsExactly("opened slow", "closed slow 4008");
			assertThat(server.bus.subscriptionCount()).isZero();
		}
	}

	@Test
	void checkWhenThePeerAnswersPingsThenItStays() {
		try (TestServer server = TestServer.create(TestServer.pingsOnly())) {
			TestClient client = server.connect("c1");
			for (int i = 1; i <= 3; i++) {
				int pings = i;
				server.advanceUntil(Duration.ofSeconds(1), () -> client.transport.count("ping") == pings);
				client.connection.receivePong();
			}
			assertThat(client.ask("{\"k\":\"U\",\"i\":1}")).containsExactly("a 1");
		}
	}

	@Test
	void checkWhenThePeerAnswersNoPingThenClosesWith4012() {
		try (TestServer server = TestServer.create(TestServer.pingsOnly())) {
			TestClient client = server.connect("c1");
			client.ask(SUBSCRIBE);
			server.advanceUntil(Duration.ofSeconds(1), () -> client.transport.calls.contains("ping"));
			server.advanceUntil(Duration.ofSeconds(1), () -> client.transport.calls.contains("close 4012"));
			await().until(() -> server.server.connections().isEmpty());
			assertThat(server.listener.calls).containsExactly("opened c1", "closed c1 4012");
			assertThat(server.bus.subscriptionCount()).isZero();
		}
	}

	@Test
	void receiveWhenTooManyAnswersWaitThenReadingStopsUntilTheyHaveLeft() {
		try (TestServer server = TestServer.create()) {
			TestClient client = server.connect("c1");
			client.transport.block();
			for (int i = 1; i <= 65; i++) {
				assertThat(client.transport.calls).doesNotContain("suspend");
				client.send("{\"k\":\"U\",\"i\":" + i + "}");
			}
			assertThat(client.transport.calls).contains("suspend");
			client.transport.unblock();
			client.awaitCall("resume");
			assertThat(client.exchange()).hasSize(65);
			assertThat(client.transport.count("suspend")).isOne();
		}
	}

	/**
	 * Where reading cannot stop, requests are refused. The first one after the answers
	 * had left was refused as well, however much later it came.
	 */
	@Test
	void receiveWhenTooManyAnswersWaitAndReadingCannotStopThenBusyUntilTheyHaveLeft() {
		try (TestServer server = TestServer.create()) {
			TestClient client = server.connect("c1");
			client.transport.suspendable = false;
			client.transport.block();
			List<String> expected = new ArrayList<>();
			for (int i = 1; i <= 65; i++) {
				client.send("{\"k\":\"U\",\"i\":" + i + "}");
				expected.add("a " + i);
			}
			client.send("{\"t\":\"a\",\"d\":1,\"i\":66}", "{\"t\":\"a\",\"d\":1}", SUBSCRIBE);
			expected.add("n 66 busy");
			expected.add("n - busy");
			assertThat(server.bus.subscriptionCount()).isZero();
			client.transport.unblock();
			await().until(() -> client.connection.queuedMessages() == 0);
			assertThat(client.ask()).isEqualTo(expected);
			assertThat(client.ask("{\"k\":\"U\",\"i\":68}")).containsExactly("a 68");
		}
	}

	@Test
	void receiveWhenAnswersAloneFillTheQueueThenDisconnectsWith4008() {
		try (TestServer server = TestServer.create(TestServer.queue(40, OverflowPolicy.DROP_OLDEST))) {
			TestClient client = server.connect("c1");
			client.transport.block();
			for (int i = 1; i <= 41; i++) {
				client.send("{\"k\":\"U\",\"i\":" + i + "}");
			}
			assertThat(server.listener.calls).containsExactly("opened c1", "closed c1 4008");
		}
	}

}
