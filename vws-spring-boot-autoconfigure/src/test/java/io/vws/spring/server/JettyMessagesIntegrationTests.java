package io.vws.spring.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import io.vws.server.CloseReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Messages in and out through a real Jetty.
 */
@Tag("jetty")
@Timeout(60)
class JettyMessagesIntegrationTests {

	private static final int LIMIT = 32 * 1024;

	private static JettyTestServer server;

	@BeforeAll
	static void start() {
		server = JettyTestServer.start("vws.server.queue.max-messages=20000", "vws.server.queue.max-bytes=16MB");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void forgetsEveryConnection() {
		server.awaitNoConnections();
		server.closed().clear();
	}

	@Test
	void subscribeWhenEventsArePublishedAllTheTimeThenAcknowledgmentIsFirst() throws IOException {
		CompletableFuture<Void> done = new CompletableFuture<>();
		CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
			while (!done.isDone()) {
				server.bus().publish("busy/topic", 1);
				Thread.onSpinWait();
			}
		});
		try (JettyTestPeer peer = server.connect()) {
			peer.send("{\"k\":\"s\",\"t\":\"busy/+\",\"i\":7}");
			assertThat(peer.readText()).isEqualTo("{\"k\":\"a\",\"i\":7}");
			assertThat(peer.readText()).isEqualTo("{\"t\":\"busy/topic\",\"d\":1}");
		}
		finally {
			done.complete(null);
			publisher.join();
		}
	}

	@Test
	void publishThenSubscriberOfAnotherConnectionGetsIt() throws IOException {
		try (JettyTestPeer subscriber = server.connect(); JettyTestPeer publisher = server.connect()) {
			subscriber.subscribe("a/#");
			publisher.send("{\"t\":\"a/b\",\"d\":{\"x\":9007199254740993},\"i\":1}");
			assertThat(publisher.readText()).isEqualTo("{\"k\":\"a\",\"i\":1}");
			assertThat(subscriber.readText()).isEqualTo("{\"t\":\"a/b\",\"d\":{\"x\":9007199254740993}}");
		}
	}

	@Test
	void burstThenEachEventComesInOrder() throws IOException {
		try (JettyTestPeer peer = server.connect().subscribe("burst")) {
			for (int i = 0; i < 10_000; i++) {
				server.bus().publish("burst", i);
			}
			for (int i = 0; i < 10_000; i++) {
				assertThat(peer.readText()).isEqualTo("{\"t\":\"burst\",\"d\":" + i + "}");
			}
		}
	}

	/** Frames of a quarter of Jetty's output buffer and more do not go into it. */
	@Test
	void burstOfSmallAndLargeEventsThenEachComesInOrder() throws IOException {
		try (JettyTestPeer peer = server.connect().subscribe("mixed")) {
			for (int i = 0; i < 300; i++) {
				server.bus().publish("mixed", i + "x".repeat(i * 37 % 5000));
			}
			for (int i = 0; i < 300; i++) {
				assertThat(peer.readText())
					.isEqualTo("{\"t\":\"mixed\",\"d\":\"" + i + "x".repeat(i * 37 % 5000) + "\"}");
			}
		}
	}

	@Test
	void eventOfAMegabyteThenArrivesWhole() throws IOException {
		String large = "x".repeat(1_000_000);
		try (JettyTestPeer peer = server.connect().subscribe("large")) {
			server.bus().publish("large", large);
			server.bus().publish("large", "next");
			assertThat(peer.readText()).isEqualTo("{\"t\":\"large\",\"d\":\"" + large + "\"}");
			assertThat(peer.readText()).isEqualTo("{\"t\":\"large\",\"d\":\"next\"}");
		}
	}

	@Test
	void multiByteTextCutInsideCharactersThenComesBackUnchanged() throws IOException {
		String text = "\u00fc\u20ac\ud83c\udf55 \u65e5\u672c";
		try (JettyTestPeer peer = server.connect().subscribe("text/+")) {
			byte[] message = ("{\"t\":\"text/" + text + "\",\"d\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
			for (int i = 0; i < message.length; i++) {
				peer.send(i == message.length - 1, (i == 0) ? JettyTestPeer.TEXT : JettyTestPeer.CONTINUATION,
						new byte[] { message[i] });
			}
			assertThat(peer.readText()).isEqualTo("{\"t\":\"text/" + text + "\",\"d\":\"" + text + "\"}");
			peer.send(false, JettyTestPeer.BINARY, Arrays.copyOf(message, 10));
			peer.send(true, JettyTestPeer.CONTINUATION, Arrays.copyOfRange(message, 10, message.length));
			assertThat(peer.readText()).isEqualTo("{\"t\":\"text/" + text + "\",\"d\":\"" + text + "\"}");
		}
	}

	@Test
	void invalidUtf8ThenCloses1007() throws IOException {
		try (JettyTestPeer peer = server.connect()) {
			peer.send(true, JettyTestPeer.TEXT, new byte[] { '"', (byte) 0xc3, '"' });
			assertThat(peer.readCloseCode()).isEqualTo(1007);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "1,2", "2,1", "2,2", "1,9", "2,9" })
	void messageAtTheLimitThenIsTaken(int opcode, int frames) throws IOException {
		try (JettyTestPeer peer = server.connect()) {
			send(peer, opcode, frames, publish(LIMIT));
			assertThat(peer.readText()).isEqualTo("{\"k\":\"a\",\"i\":1}");
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "1,2", "2,1", "2,2", "1,9", "2,9" })
	void messageOverTheLimitThenCloses1009(int opcode, int frames) throws IOException {
		try (JettyTestPeer peer = server.connect()) {
			send(peer, opcode, frames, publish(LIMIT + 1));
			assertThat(peer.readCloseCode()).isEqualTo(1009);
		}
		assertThat(server.closed()).containsExactly(CloseReason.TOO_BIG);
	}

	/** Jetty's own limit, 64 KiB, does not hold. */
	@ParameterizedTest
	@ValueSource(ints = { 65_536, 65_537, 200_000 })
	void messageAtALimitAboveThatOfJettyThenIsTaken(int limit) throws IOException {
		try (JettyTestServer server = JettyTestServer.start("vws.server.max-message-size=" + limit + "B");
				JettyTestPeer peer = server.connect()) {
			peer.send(publish(limit));
			assertThat(peer.readText()).isEqualTo("{\"k\":\"a\",\"i\":1}");
			peer.send(publish(limit + 1));
			assertThat(peer.readCloseCode()).isEqualTo(1009);
		}
	}

	private static void send(JettyTestPeer peer, int opcode, int frames, String message) throws IOException {
		byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < frames; i++) {
			int from = bytes.length * i / frames;
			int to = bytes.length * (i + 1) / frames;
			peer.send(i == frames - 1, (i == 0) ? opcode : JettyTestPeer.CONTINUATION,
					Arrays.copyOfRange(bytes, from, to));
		}
	}

	private static String publish(int size) {
		String start = "{\"t\":\"size\",\"i\":1,\"d\":\"";
		return start + "x".repeat(size - start.length() - 2) + "\"}";
	}

	/**
	 * Its acknowledgments are more than all buffers take, so the server must stop reading
	 * while the publisher only writes, and read on later: a server that cannot would
	 * answer busy.
	 */
	@Test
	void publisherThatReadsNoAnswersForALongTimeThenEachComesInOrder() throws IOException {
		int count = 12_000;
		String padding = "p".repeat(1000);
		try (JettyTestPeer peer = server.connect()) {
			CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
				try {
					for (int i = 0; i < count; i++) {
						peer.send("{\"t\":\"x\",\"d\":1,\"i\":\"" + i + padding + "\"}");
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			await().until(() -> server.server()
				.connections()
				.stream()
				.anyMatch((connection) -> connection.queuedMessages() > 64));
			for (int i = 0; i < count; i++) {
				assertThat(peer.readText()).isEqualTo("{\"k\":\"a\",\"i\":\"" + i + padding + "\"}");
			}
			sender.join();
		}
	}

}
