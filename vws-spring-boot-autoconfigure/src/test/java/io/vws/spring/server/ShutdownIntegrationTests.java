package io.vws.spring.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.vws.test.RawFrame;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what clients see when the application stops.
 */
@Timeout(60)
class ShutdownIntegrationTests {

	@Test
	void whatWasPublishedBeforeArrivesAndThen1001() throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(); TestPeer peer = app.connect()) {
			peer.subscribe("news");
			for (int i = 0; i < 1000; i++) {
				app.bus().publish("news", i);
			}
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(app::close);
			for (int i = 0; i < 1000; i++) {
				assertThat(peer.next()).isEqualTo("{\"t\":\"news\",\"d\":" + i + "}");
			}
			RawFrame frame = peer.socket().readFrame();
			assertThat(frame).isNotNull();
			assertThat(frame.closeCode()).isEqualTo(1001);
			peer.socket().sendClose(1001, "");
			stopped.join();
		}
	}

	@Test
	void allPeersSee1001() throws IOException {
		VwsTestApplication app = VwsTestApplication.start();
		List<TestPeer> peers = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			TestPeer peer = app.connect();
			peer.subscribe("news");
			peers.add(peer);
		}
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(app::close);
		for (TestPeer peer : peers) {
			assertThat(peer.socket().readCloseCode()).isEqualTo(1001);
			peer.close();
		}
		stopped.join();
	}

	/** A peer that is late in reading keeps the server until it has everything. */
	@Test
	void newcomersAreRefusedWhileWhatWaitsIsSent() throws IOException {
		VwsTestApplication app = VwsTestApplication.start("vws.server.queue.max-bytes=64MB",
				"vws.server.max-event-size=1MB");
		int port = app.port();
		try (TestPeer late = app.connect()) {
			late.subscribe("news");
			String large = "x".repeat(1_000_000);
			for (int i = 0; i < 20; i++) { // more than the buffers of both sockets take
				app.bus().publish("news", large);
			}
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(app::close);
			Set<Integer> statuses = new HashSet<>();
			await().until(() -> {
				statuses.add(Upgrade.to(port).answer().status());
				return statuses.contains(503);
			});
			for (int i = 0; i < 20; i++) {
				assertThat(late.next()).hasSizeGreaterThan(1_000_000);
			}
			assertThat(late.socket().readCloseCode()).isEqualTo(1001);
			stopped.join();
			assertThat(statuses).containsAnyOf(503).isSubsetOf(101, 503);
		}
	}

}
