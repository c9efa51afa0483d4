package io.vws.spring.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.vws.test.LogAssertions;
import io.vws.test.RawFrame;
import io.vws.test.RawWebSocket;
import io.vws.test.RecordingListener;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for pings of the server.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HeartbeatIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(RecordingListener.class, "vws.server.ping-interval=20ms",
				"vws.server.pong-timeout=1s");
	}

	/** A pong may come before the thread that sent the ping has noted it. */
	@Test
	void peerThatAnswersLives() throws IOException {
		try (RawWebSocket socket = RawWebSocket.open(app.port())) {
			for (int i = 0; i < 100; i++) {
				RawFrame ping = socket.readFrame();
				assertThat(ping).isNotNull();
				assertThat(ping.opcode()).isEqualTo(RawFrame.PING);
				socket.sendFrame(true, RawFrame.PONG, ping.payload().array());
			}
			socket.sendText("{\"k\":\"u\",\"i\":1}");
			assertThat(socket.readText()).isEqualTo("{\"k\":\"a\",\"i\":1}");
		}
	}

	@Test
	void peerThatDoesNotAnswerIsEnded(CapturedOutput output) throws IOException {
		List<Integer> closeCodes = app.bean(RecordingListener.class).closeCodes();
		closeCodes.clear();
		try (RawWebSocket socket = RawWebSocket.open(app.port())) {
			assertThat(socket.readCloseCode()).isEqualTo(4012);
			assertThat(closeCodes).contains(4012);
			await().atMost(Duration.ofSeconds(12)).until(() -> app.server().connections().isEmpty());
			LogAssertions.assertThatNoStackTraceIsLogged(output);
		}
	}

	@Test
	void pingsDoNotHoldUpEvents() throws IOException {
		try (TestPeer peer = app.connect()) {
			peer.subscribe("a");
			for (int i = 0; i < 2000; i++) {
				app.bus().publish("a", i);
				assertThat(peer.next()).isEqualTo("{\"t\":\"a\",\"d\":" + i + "}");
			}
		}
	}

}
