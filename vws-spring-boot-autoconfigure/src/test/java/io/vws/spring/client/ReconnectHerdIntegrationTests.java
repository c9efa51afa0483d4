package io.vws.spring.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.client.ClientState;
import io.vws.client.Gap;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientListener;
import io.vws.test.FaultProxy;
import io.vws.test.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A thousand clients whose server restarts, with the settings that a client has unless
 * told otherwise.
 */
@Tag("one-jdk")
@Timeout(180)
class ReconnectHerdIntegrationTests {

	private static final int CLIENTS = 1000;

	private static final int MOST_IN_A_SECOND = 250;

	private final Queue<Long> handshakes = new ConcurrentLinkedQueue<>();

	private final AtomicInteger gaps = new AtomicInteger();

	@Test
	void clientsOfARestartedServerComeBackOneAfterTheOther() throws Exception {
		HttpClient shared = HttpClient.newHttpClient();
		List<VwsClient> clients = new ArrayList<>();
		try (ServerProcess first = ServerProcess.start("vws.server.max-connections-per-address=0");
				ServerProcess second = ServerProcess.start("vws.server.max-connections-per-address=0");
				FaultProxy proxy = FaultProxy.to(first.port())) {
			List<CompletableFuture<Void>> ready = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				VwsClient client = client(proxy.port(), shared);
				clients.add(client);
				ready.add(client.subscribe("client/" + i, (event) -> {
				}).ready());
				client.connect();
				if (i % 50 == 49) {
					CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
				}
			}
			this.handshakes.clear();
			proxy.target(second.port());
			first.terminate();
			await().atMost(Duration.ofSeconds(30)).until(() -> this.gaps.get() == CLIENTS);
			assertThat(clients).allMatch((client) -> client.status().state() == ClientState.OPEN);
			assertThat(mostInASecond()).isLessThanOrEqualTo(MOST_IN_A_SECOND);
		}
		finally {
			clients.forEach(VwsClient::close);
		}
	}

	private VwsClient client(int port, HttpClient shared) {
		return VwsClient.builder("ws://localhost:" + port + "/vws").httpClient(shared).headers(() -> {
			this.handshakes.add(System.nanoTime());
			return Map.of();
		}).listener(new VwsClientListener() {

			@Override
			public void gap(Gap gap) {
				ReconnectHerdIntegrationTests.this.gaps.incrementAndGet();
			}

		}).build();
	}

	/** Most attempts to connect in any second. */
	private int mostInASecond() {
		List<Long> times = this.handshakes.stream().sorted().toList();
		int most = 0;
		int first = 0;
		for (int last = 0; last < times.size(); last++) {
			while (times.get(last) - times.get(first) >= TimeUnit.SECONDS.toNanos(1)) {
				first++;
			}
			most = Math.max(most, last - first + 1);
		}
		return most;
	}

}
