package io.vws.spring.server;

import java.io.IOException;
import java.time.Duration;

import io.vws.server.CloseReason;
import io.vws.server.VwsConnection;
import io.vws.server.VwsServer;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that stop reading, on a real Jetty.
 */
@Tag("jetty")
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class JettySlowPeersIntegrationTests {

	private static final String DATA = "x".repeat(8000);

	/** More than the buffers of two sockets and a queue take. */
	private static final int MOST_EVENTS = 20_000;

	private static final int HALF_A_QUEUE = 500_000;

	@Test
	void peerThatStopsReadingWhenItsQueueIsFullThenIsClosedWith4008AndAnotherLosesNothing(CapturedOutput output)
			throws IOException {
		try (JettyTestServer server = JettyTestServer.start();
				JettyTestPeer stalled = JettyTestPeer.openWithSmallBuffer(server.port()).subscribe("a");
				JettyTestPeer reading = server.connect().subscribe("a")) {
			int published = 0;
			while (server.closed().isEmpty() && published < MOST_EVENTS) {
				publishAndRead(server, reading, published, 50);
				published += 50;
			}
			assertThat(server.closed()).containsExactly(CloseReason.SLOW_CONSUMER);
			await().until(() -> server.server().connections().size() == 1);
			publishAndRead(server, reading, published, 50);
			assertThat(server.closed()).hasSize(1);
			assertThat(stalled.status()).isEqualTo(101); // it is still there
		}
		assertThat(output.getAll()).doesNotContainPattern(JettyTestServer.STACK_TRACE);
	}

	private static void publishAndRead(JettyTestServer server, JettyTestPeer reading, int first, int count)
			throws IOException {
		for (int i = first; i < first + count; i++) {
			server.bus().publish("a", i + DATA);
		}
		for (int i = first; i < first + count; i++) {
			assertThat(reading.readText()).isEqualTo("{\"t\":\"a\",\"d\":\"" + i + DATA + "\"}");
		}
	}

	@Test
	void peerThatStopsReadingWhenAWriteTakesTooLongThenIsClosedWith4008(CapturedOutput output) throws IOException {
		try (JettyTestServer server = JettyTestServer.start("vws.server.write-timeout=1s");
				JettyTestPeer stalled = JettyTestPeer.openWithSmallBuffer(server.port()).subscribe("a")) {
			fillSocket(server);
			await().untilAsserted(() -> assertThat(server.closed()).containsExactly(CloseReason.SLOW_CONSUMER));
			server.awaitNoConnections();
			assertThat(stalled.status()).isEqualTo(101);
		}
		assertThat(output.getAll()).doesNotContainPattern(JettyTestServer.STACK_TRACE);
	}

	@Test
	void peerThatStopsReadingWhenTheServerStopsThenIsCut(CapturedOutput output) throws IOException {
		JettyTestServer server = JettyTestServer.start("vws.server.shutdown-timeout=300ms");
		try (JettyTestPeer stalled = JettyTestPeer.openWithSmallBuffer(server.port()).subscribe("a")) {
			fillSocket(server);
			VwsServer connections = server.server();
			server.close();
			assertThat(stalled.readCloseCode()).isEqualTo(JettyTestPeer.ABNORMAL);
			await().until(() -> connections.connections().isEmpty());
		}
		assertThat(output.getAll()).doesNotContainPattern(JettyTestServer.STACK_TRACE);
	}

	/** Publish until a writer waits, and the queue has something but is not full. */
	private static void fillSocket(JettyTestServer server) {
		VwsConnection connection = server.server().connections().iterator().next();
		do {
			while (connection.queuedBytes() < HALF_A_QUEUE) {
				server.bus().publish("a", DATA);
			}
		}
		while (drains(connection));
	}

	private static boolean drains(VwsConnection connection) {
		try {
			await().atMost(Duration.ofMillis(300))
				.pollInterval(Duration.ofMillis(5))
				.until(() -> connection.queuedBytes() < HALF_A_QUEUE);
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

}
