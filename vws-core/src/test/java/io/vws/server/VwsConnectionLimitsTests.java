package io.vws.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.vws.bus.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that send more than they may, or what nobody may send.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsConnectionLimitsTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	/** A server whose peers may send five messages at once, and one more each second. */
	private static TestServer fiveMessages() {
		return server(new RateLimits(1, 0, 0, Duration.ofSeconds(5)));
	}

	private static TestServer server(RateLimits rates) {
		TestServer server = TestServer.create(new TestAuthorizer(),
				(builder) -> builder.settings(TestServer.rates(rates)));
		server.stopClock();
		return server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"t\":\"a\",\"d\":1}", "{\"k\":\"s\",\"t\":\"a\"}", "{\"k\":\"u\",\"t\":\"a\"}",
			"{\"k\":\"U\"}", "{\"k\":\"a\"}", "{\"k\":\"n\"}", "{\"k\":\"x\"}", "{", "" })
	void everyMessageCounts(String message) {
		try (TestServer server = fiveMessages()) {
			TestClient client = server.connect("c1");
			client.send(message, message, message, message);
			client.send("{\"k\":\"u\",\"i\":5}", "{\"k\":\"u\",\"i\":6}");
			awaitAnswer(client, "n 6 rate-limited");
			assertThat(client.answers()).contains("a 5");
			assertThat(server.listener.calls).endsWith("refused c1 rate-limited");
			server.server.clock().advance(SECOND);
			client.send("{\"k\":\"u\",\"i\":7}", "{\"k\":\"u\",\"i\":8}");
			awaitAnswer(client, "n 8 rate-limited");
			assertThat(client.answers()).contains("a 7");
		}
	}

	@Test
	void binaryMessagesAndTheirBytesCount() {
		try (TestServer server = server(new RateLimits(0, 10, 0, Duration.ofSeconds(2)))) {
			TestClient client = server.connect("c1");
			client.connection.receiveBinary(ByteBuffer.wrap(new byte[] { -1, -1 }), false);
			client.connection.receiveBinary(ByteBuffer.wrap(new byte[] { -1, -1 }), true);
			client.send("{\"k\":\"u\",\"i\":1}"); // 15 bytes
			client.send("{\"k\":\"u\",\"i\":2}");
			awaitAnswer(client, "n 2 rate-limited");
			assertThat(client.answers()).containsExactly("n - malformed", "a 1", "n 2 rate-limited");
		}
	}

	/** In bytes, not in characters, and over all parts. */
	@Test
	void bytesOfAllPartsCount() {
		try (TestServer server = server(new RateLimits(0, 10, 0, Duration.ofSeconds(4)))) {
			TestClient client = server.connect("c1");
			client.connection.receiveText("{\"k\":\"u\",\"t\":\"\u00e4", false);
			client.connection.receiveText("\u00e4\"}", true); // 21 bytes
			client.connection.receiveText("{\"k\":\"u\"", false);
			client.connection.receiveText(",\"i\":12}     ", true); // 21 bytes again
			client.send("{\"k\":\"u\",\"i\":3}");
			awaitAnswer(client, "a 3");
			assertThat(client.answers()).containsExactly("a -", "n 12 rate-limited", "a 3");
		}
	}

	@Test
	void excessWithoutAnIdIsNotAnsweredAndCounted() {
		try (TestServer server = fiveMessages()) {
			TestClient client = server.connect("c1");
			client.send("", "", "", "", "");
			client.send("{\"t\":\"a\",\"d\":1}", "{\"k\":\"s\",\"t\":\"a\"}", "{\"k\":\"u\",\"t\":\"a\"}",
					"{\"k\":\"U\"}", "{\"k\":\"x\"}", "{\"k\":\"a\"}", "");
			client.send("{\"k\":\"s\",\"t\":\"a\",\"i\":1}");
			awaitAnswer(client, "n 1 rate-limited");
			assertThat(client.answers()).containsExactly("n 1 rate-limited");
			assertThat(server.listener.calls.stream().filter("refused c1 rate-limited"::equals)).hasSize(6);
			assertThat(server.bus.subscriptionCount()).isZero();
		}
	}

	/** Topic, data, rate, authorization. */
	@Test
	void excessIsToldAfterTheTopicAndTheDataAndBeforeTheRules() {
		try (TestServer server = fiveMessages()) {
			TestClient client = server.connect("c1");
			client.send("", "", "", "", "");
			client.send("{\"t\":\"a/+\",\"d\":1,\"i\":1}", "{\"t\":\"a\",\"i\":2}", "{\"t\":\"a\",\"d\":1,\"i\":3}",
					"{\"i\":", "{\"k\":\"s\",\"t\":\"a\",\"i\":4}");
			awaitAnswer(client, "n 4 rate-limited");
			assertThat(client.answers()).containsExactly("n 1 invalid-topic", "n 2 data-required", "n 3 rate-limited",
					"n - malformed", "n 4 rate-limited");
		}
	}

	@Test
	void anotherConnectionIsNotLimited() {
		try (TestServer server = fiveMessages()) {
			TestClient client = server.connect("c1");
			client.send("", "", "", "", "", "{\"k\":\"u\",\"i\":1}");
			awaitAnswer(client, "n 1 rate-limited");
			assertThat(server.connect("c2").ask("{\"k\":\"u\",\"i\":1}")).containsExactly("a 1");
		}
	}

	@Test
	void excessThatLastsTenSecondsEndsTheConnectionWith4013() {
		try (TestServer server = fiveMessages()) {
			TestClient client = server.connect("c1");
			client.send("", "", "", "", "", "");
			for (int i = 1; i < 20; i++) {
				server.server.clock().advance(SECOND / 2);
				client.send("{\"k\":\"u\",\"i\":" + i + "}");
			}
			awaitAnswer(client, "n 19 rate-limited");
			assertThat(server.listener.calls).noneMatch((call) -> call.startsWith("closed"));
			server.server.clock().advance(SECOND / 2);
			client.send("", "{\"k\":\"u\",\"i\":20}", "{\"k\":\"u\",\"i\":21}");
			client.awaitCall("close 4013");
			assertThat(client.answers()).endsWith("n 20 rate-limited");
			assertThat(server.listener.calls).contains("closed c1 4013");
		}
	}

	@Test
	void moreRefusalsThanTheLimitEndTheConnectionWith4500() {
		try (TestServer server = server(new RateLimits(0, 0, 2, Duration.ofSeconds(2)))) {
			TestClient client = server.connect("c1");
			TestClient other = server.connect("c2");
			client.send("{\"k\":\"s\",\"t\":\"a\"}");
			String[] bad = { "{", "{\"k\":\"x\",\"i\":1}", "{\"k\":\"s\",\"t\":\"#/a\",\"i\":2}", "{\"t\":\"a\"}" };
			client.send(bad);
			assertThat(client.ask()).containsExactly("a -", "n - malformed", "n 1 unsupported", "n 2 invalid-pattern");
			assertThat(other.ask(bad)).hasSize(3);
			client.send("{\"t\":\"+\",\"d\":1,\"i\":3}", "{\"k\":\"u\",\"i\":4}");
			client.awaitCall("close 4500");
			assertThat(client.answers()).endsWith("n 3 invalid-topic");
			assertThat(server.listener.calls).contains("closed c1 4500");
			assertThat(server.bus.subscriptionCount()).isZero();
			assertThat(other.ask("{\"k\":\"u\",\"i\":5}")).containsExactly("a 5");
			server.server.clock().advance(SECOND);
			assertThat(other.ask("{", "{")).hasSize(2);
			assertThat(other.ask("{\"k\":\"u\",\"i\":6}")).containsExactly("a 6");
			other.send("{");
			other.awaitCall("close 4500");
		}
	}

	/** Such a client is to come back, more slowly, and 4500 would tell it not to. */
	@Test
	void excessIsNoFloodOfRefusals() {
		try (TestServer server = server(new RateLimits(1, 0, 1, Duration.ofSeconds(1)))) {
			TestClient client = server.connect("c1");
			List<String> expected = new ArrayList<>(List.of("a 0"));
			for (int i = 0; i <= 20; i++) {
				client.send("{\"k\":\"u\",\"i\":" + i + "}");
				expected.add("n " + (i + 1) + " rate-limited");
			}
			awaitAnswer(client, "n 20 rate-limited");
			assertThat(client.answers()).isEqualTo(expected.subList(0, 21));
			assertThat(server.listener.calls).noneMatch((call) -> call.startsWith("closed"));
		}
	}

	@Test
	void subscriptionsAboveTheLimitAreRefusedAndCountAsRefusals() {
		ServerSettings limits = TestServer.limits(10, 3, 1024);
		try (TestServer server = TestServer.create(limits)) {
			TestClient client = server.connect("c1");
			assertThat(Arrays.asList("a", "b", "c", "d")).allSatisfy(
					(topic) -> assertThat(client.ask("{\"k\":\"s\",\"t\":\"" + topic + "\",\"i\":\"" + topic + "\"}"))
						.containsExactly(topic.equals("d") ? "n \"d\" too-many-subscriptions" : "a \"" + topic + "\""));
			assertThat(server.bus.subscriptionCount()).isEqualTo(3);
		}
	}

	@Test
	void connectionAboveTheLimitOfItsUserIsClosedWith1013() {
		try (TestServer server = TestServer.create(TestServer.connections(new ConnectionLimits(10, 2, 3, 0)))) {
			TestClient first = server.connect("c1");
			server.connect("c2");
			TestClient third = server.connect("c3");
			third.awaitCall("close 1013");
			await().until(() -> server.server.connections().size() == 2);
			server.connect(new Peer("c4", () -> "bob", "10.0.0.1"));
			server.connect(new Peer("c5", () -> "bob", "10.0.0.1")).awaitCall("close 1013");
			assertThat(server.listener.calls).contains("rejected 1013", "closed c3 1013", "closed c5 1013")
				.doesNotContain("closed c4 1013");
			first.connection.transportClosed(CloseReason.NORMAL);
			assertThat(server.connect("c6").ask("{\"k\":\"u\",\"i\":1}")).containsExactly("a 1");
		}
	}

	private static void awaitAnswer(TestClient client, String answer) {
		await().until(() -> client.answers().contains(answer));
	}

}
