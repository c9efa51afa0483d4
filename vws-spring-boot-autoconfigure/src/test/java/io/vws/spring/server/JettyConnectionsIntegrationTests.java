package io.vws.spring.server;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;

import io.vws.server.CloseReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * How connections begin, live and end on a real Jetty.
 */
@Tag("jetty")
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class JettyConnectionsIntegrationTests {

	private static final String WARNING = "(?m)^\\S+\\s+(WARN|ERROR)\\s";

	@Test
	void handshakeOfAForeignOriginThenAnswers403() throws IOException {
		try (JettyTestServer server = JettyTestServer.start();
				JettyTestPeer foreign = server.handshake(Map.of("Origin", "https://evil.example"));
				JettyTestPeer own = server.handshake(Map.of("Origin", "http://localhost:" + server.port()))) {
			assertThat(foreign.status()).isEqualTo(403);
			assertThat(own.status()).isEqualTo(101);
		}
	}

	@Test
	void handshakeWithExtensionsThenAcceptsNone() throws IOException {
		try (JettyTestServer server = JettyTestServer.start();
				JettyTestPeer peer = server.handshake(Map.of("Sec-WebSocket-Extensions",
						"permessage-deflate; client_max_window_bits, x-webkit-deflate-frame"))) {
			assertThat(peer.status()).isEqualTo(101);
			assertThat(peer.response())
				.noneMatch((header) -> header.toLowerCase().startsWith("sec-websocket-extensions"));
			peer.subscribe("a");
			server.bus().publish("a", "x".repeat(2000));
			assertThat(peer.read().reserved()).isZero();
		}
	}

	@Test
	void badHandshakeThenIsNotLogged(CapturedOutput output) throws IOException {
		try (JettyTestServer server = JettyTestServer.start()) {
			for (String header : List.of("Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
					"Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Cookie", "Authorization")) {
				try (JettyTestPeer peer = server.handshake(Map.of(header, ";=,\"TOKEN"))) {
					assertThat(peer.status()).as(header).isIn(101, 400, 426);
				}
			}
			assertThat(output.getAll()).doesNotContainPattern(JettyTestServer.STACK_TRACE).doesNotContain("TOKEN");
		}
	}

	@Test
	void handshakeAboveTheMostConnectionsThenAnswers503() throws IOException {
		try (JettyTestServer server = JettyTestServer.start("vws.server.max-connections=1");
				JettyTestPeer first = server.connect()) {
			first.subscribe("a"); // Jetty counts it only some time after the handshake
			try (JettyTestPeer second = server.handshake(Map.of())) {
				assertThat(second.status()).isEqualTo(503);
			}
		}
	}

	@Test
	void peerThatAnswersPingsThenLives() throws IOException {
		try (JettyTestServer server = JettyTestServer.start("vws.server.ping-interval=100ms",
				"vws.server.pong-timeout=2s"); JettyTestPeer peer = server.connect()) {
			for (int i = 0; i < 30; i++) {
				JettyTestPeer.Received ping = peer.read();
				assertThat(ping.opcode()).isEqualTo(JettyTestPeer.PING);
				peer.send(true, JettyTestPeer.PONG, ping.payload());
			}
			assertThat(server.closed()).isEmpty();
		}
	}

	@Test
	void peerThatDoesNotAnswerAPingThenIsClosedWith4012() throws IOException {
		try (JettyTestServer server = JettyTestServer.start("vws.server.ping-interval=100ms",
				"vws.server.pong-timeout=300ms"); JettyTestPeer peer = server.connect()) {
			assertThat(peer.readCloseCode()).isEqualTo(4012);
			peer.send(true, JettyTestPeer.CLOSE, new byte[] { 4012 >> 8, (byte) 4012 });
			server.awaitNoConnections();
			assertThat(server.closed()).containsExactly(CloseReason.NO_PONG);
		}
	}

	/** Jetty would drop the connection after its own 30 seconds, or what is set here. */
	@Test
	void peerWithoutTrafficWhenJettysIdleTimeoutIsOverThenLives() throws IOException {
		try (JettyTestServer server = JettyTestServer.start("vws.server.ping-interval=0",
				"server.jetty.connection-idle-timeout=300ms"); JettyTestPeer peer = server.connect()) {
			peer.readTimeout(1500);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(peer::read);
			peer.readTimeout(20_000);
			peer.subscribe("a");
			server.bus().publish("a", 1);
			assertThat(peer.readText()).isEqualTo("{\"t\":\"a\",\"d\":1}");
		}
	}

	@Test
	void pingOfThePeerThenGetsItsPong() throws IOException {
		try (JettyTestServer server = JettyTestServer.start(); JettyTestPeer peer = server.connect()) {
			peer.send(true, JettyTestPeer.PING, new byte[] { 1, 2, 3 });
			JettyTestPeer.Received pong = peer.read();
			assertThat(pong.opcode()).isEqualTo(JettyTestPeer.PONG);
			assertThat(pong.payload()).containsExactly(1, 2, 3);
			peer.subscribe("a");
		}
	}

	@Test
	void closeOfThePeerThenIsAnswered() throws IOException {
		try (JettyTestServer server = JettyTestServer.start();
				JettyTestPeer coded = server.connect();
				JettyTestPeer bare = server.connect()) {
			coded.send(true, JettyTestPeer.CLOSE, new byte[] { 1000 >> 8, (byte) 1000, 'b', 'y', 'e' });
			assertThat(coded.readCloseCode()).isEqualTo(1000);
			bare.send(true, JettyTestPeer.CLOSE, new byte[0]);
			assertThat(bare.read().opcode()).isEqualTo(JettyTestPeer.CLOSE);
			server.awaitNoConnections();
			assertThat(server.closed()).extracting(CloseReason::code).containsExactlyInAnyOrder(1000, 1005);
		}
	}

	@Test
	void stopThenSendsWhatWaitsAndCloses1001(CapturedOutput output) throws IOException {
		JettyTestServer server = JettyTestServer.start("vws.server.queue.max-messages=10000");
		try (JettyTestPeer peer = server.connect().subscribe("a"); JettyTestPeer idle = server.connect()) {
			publish(server, 5000);
			server.close();
			for (int i = 0; i < 5000; i++) {
				assertThat(peer.readText()).isEqualTo("{\"t\":\"a\",\"d\":" + i + "}");
			}
			assertThat(peer.readCloseCode()).isEqualTo(1001);
			assertThat(idle.readCloseCode()).isEqualTo(1001);
		}
		assertThat(output.getAll()).doesNotContainPattern(JettyTestServer.STACK_TRACE).doesNotContainPattern(WARNING);
	}

	@Test
	void disconnectWithoutACloseFrameThenIsForgottenInSilence(CapturedOutput output) throws IOException {
		try (JettyTestServer server = JettyTestServer.start()) {
			for (int i = 0; i < 20; i++) {
				JettyTestPeer ended = server.connect().subscribe("a");
				JettyTestPeer reset = server.connect().subscribe("a");
				JettyTestPeer inAMessage = server.connect().subscribe("a");
				inAMessage.send(false, JettyTestPeer.TEXT, new byte[] { '{' });
				publish(server, 100);
				ended.close();
				reset.reset();
				inAMessage.reset();
				publish(server, 100);
			}
			server.awaitNoConnections();
			await().untilAsserted(() -> assertThat(server.closed()).hasSize(60));
		}
		assertThat(output.getAll()).doesNotContainPattern(JettyTestServer.STACK_TRACE).doesNotContainPattern(WARNING);
	}

	private static void publish(JettyTestServer server, int count) {
		for (int i = 0; i < count; i++) {
			server.bus().publish("a", i);
		}
	}

}
