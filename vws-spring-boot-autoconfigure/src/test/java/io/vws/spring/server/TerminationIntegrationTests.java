package io.vws.spring.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.test.RawFrame;
import io.vws.test.ServerProcess;
import io.vws.test.TestPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process is told to terminate while its clients publish.
 */
@Tag("one-jdk")
@Timeout(120)
class TerminationIntegrationTests {

	private static final int SUBSCRIBERS = 30;

	private static final int PUBLISHERS = 4;

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

	private final AtomicInteger received = new AtomicInteger();

	/** What one client saw before its connection ended. */
	private record Life(Set<String> events, int closeCode) {
	}

	@Test
	void terminationUnderLoadLosesNoAcknowledgedEventAndSaysGoodbyeToAll() throws Exception {
		try (ServerProcess server = ServerProcess.start("vws.server.shutdown-timeout=" + DEADLINE.toSeconds() + "s")) {
			List<CompletableFuture<Life>> subscribers = new ArrayList<>();
			for (int i = 0; i < SUBSCRIBERS; i++) {
				TestPeer peer = TestPeer.connect(server.port());
				peer.subscribe("load/#");
				subscribers.add(CompletableFuture.supplyAsync(() -> live(peer), this.threads));
			}
			List<CompletableFuture<Life>> publishers = new ArrayList<>();
			for (int i = 0; i < PUBLISHERS; i++) {
				TestPeer peer = TestPeer.connect(server.port());
				String topic = "load/" + i;
				publishers.add(CompletableFuture.supplyAsync(() -> publish(peer, topic), this.threads));
			}
			await().atMost(Duration.ofSeconds(60)).until(() -> this.received.get() >= 10_000);
			server.terminate();
			assertThat(server.awaitEnd(DEADLINE)).isTrue();
			for (CompletableFuture<Life> publisher : publishers) {
				assertThat(publisher.get(60, TimeUnit.SECONDS).closeCode()).isEqualTo(1001);
			}
			for (CompletableFuture<Life> subscriber : subscribers) {
				Life life = subscriber.get(60, TimeUnit.SECONDS);
				assertThat(life.closeCode()).isEqualTo(1001);
				assertThat(life.events()).containsAll(this.acknowledged);
			}
			assertThat(server.output()).noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
		}
	}

	private Life live(TestPeer peer) {
		Set<String> events = ConcurrentHashMap.newKeySet();
		try (peer) {
			RawFrame frame = peer.socket().readFrame();
			while (frame != null && frame.opcode() == RawFrame.TEXT) {
				events.add(frame.text());
				this.received.incrementAndGet();
				frame = peer.socket().readFrame();
			}
			return end(peer, events, frame);
		}
		catch (IOException ex) {
			return new Life(events, -1);
		}
	}

	private Life publish(TestPeer peer, String topic) {
		try (peer) {
			int number = 0;
			RawFrame frame;
			do {
				number++;
				peer.send("{\"t\":\"" + topic + "\",\"d\":" + number + ",\"i\":" + number + "}");
				frame = peer.socket().readFrame();
				if (frame != null && frame.text().equals("{\"k\":\"a\",\"i\":" + number + "}")) {
					this.acknowledged.add("{\"t\":\"" + topic + "\",\"d\":" + number + "}");
				}
			}
			while (frame != null && frame.opcode() == RawFrame.TEXT && frame.text().startsWith("{\"k\":\"a\""));
			while (frame != null && frame.opcode() == RawFrame.TEXT) {
				frame = peer.socket().readFrame();
			}
			return end(peer, Set.of(), frame);
		}
		catch (IOException ex) {
			return new Life(Set.of(), -1);
		}
	}

	/** Answer the close frame, as a client does. */
	private static Life end(TestPeer peer, Set<String> events, @Nullable RawFrame close) throws IOException {
		if (close == null) {
			return new Life(events, 1006);
		}
		peer.socket().sendClose(close.closeCode(), "");
		return new Life(events, close.closeCode());
	}

}
