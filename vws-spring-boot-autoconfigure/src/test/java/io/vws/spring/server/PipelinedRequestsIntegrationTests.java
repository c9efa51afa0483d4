package io.vws.spring.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.vws.test.RawWebSocket;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for peers that send many requests before they read an answer. Two bugs showed
 * here as a connection that stands still for ever: the last batch of answers did not let
 * reading begin again, and Tomcat forgot messages that it had read when reading stopped
 * and began again at the same moment.
 */
@Tag("one-jdk")
@Timeout(120)
class PipelinedRequestsIntegrationTests {

	private static final int PEERS = 6;

	private static final int ROUNDS = 1000;

	private static final int REQUESTS = 150;

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start();
	}

	@Test
	void everyRequestIsAnsweredInEveryRound() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(PEERS);
		try {
			List<Future<?>> peers = new ArrayList<>();
			for (int i = 0; i < PEERS; i++) {
				peers.add(threads.submit(() -> {
					askInRounds();
					return null;
				}));
			}
			for (Future<?> peer : peers) {
				peer.get(100, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void askInRounds() throws Exception {
		ByteArrayOutputStream requests = new ByteArrayOutputStream();
		for (int i = 0; i < REQUESTS; i++) {
			String request = "{\"k\":\"u\",\"i\":" + i + "}";
			requests.writeBytes(RawWebSocket.frame(0x81, request.getBytes(StandardCharsets.UTF_8)));
		}
		try (TestPeer peer = app.connect()) {
			for (int round = 0; round < ROUNDS; round++) {
				peer.socket().sendRaw(requests.toByteArray());
				for (int i = 0; i < REQUESTS; i++) {
					assertThat(peer.next()).isEqualTo("{\"k\":\"a\",\"i\":" + i + "}");
				}
			}
		}
	}

}
