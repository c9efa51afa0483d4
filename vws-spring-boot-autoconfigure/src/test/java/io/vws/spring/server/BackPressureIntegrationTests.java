package io.vws.spring.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnection;
import io.vws.test.RawFrame;
import io.vws.test.RawWebSocket;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a peer that sends requests and does not read the answers: it is read no
 * further, so its queue stays small, and nothing is lost once it reads.
 */
@Timeout(120)
class BackPressureIntegrationTests {

	private static final int REQUESTS = 10_000;

	private static final String LONG = "x".repeat(1000);

	/** Answers above which a peer is read no further, and the one that is too many. */
	private static final int MOST_ANSWERS = 64 + 1;

	@Test
	void peerThatDoesNotReadAnswersIsReadNoFurther() throws Exception {
		ExecutorService sender = Executors.newSingleThreadExecutor();
		try (VwsTestApplication app = VwsTestApplication.start(CountingAuthorizer.class,
				"vws.server.write-timeout=60s");
				TestPeer peer = new TestPeer(Upgrade.to(app.port()).bufferSize(4096).open());
				TestPeer other = app.connect()) {
			Future<?> sent = sender.submit(() -> {
				for (int i = 0; i < REQUESTS; i++) {
					peer.send("{\"t\":\"a\",\"d\":0,\"i\":\"" + i + LONG + "\"}");
				}
				return null;
			});
			AtomicInteger handled = app.bean(CountingAuthorizer.class).events;
			await().atMost(Duration.ofSeconds(60)).until(standsStill(handled));
			assertThat(handled.get()).isBetween(MOST_ANSWERS, REQUESTS - 1);
			assertThat(sent.isDone()).isFalse();
			assertThat(app.server().connections()).hasSize(2)
				.extracting(VwsConnection::queuedMessages)
				.allMatch((waiting) -> waiting <= MOST_ANSWERS);
			assertThat(other.ask("{\"t\":\"a\",\"d\":0,\"i\":1}")).isEqualTo("a 1");
			for (int i = 0; i < REQUESTS; i++) {
				assertThat(peer.next()).isEqualTo("{\"k\":\"a\",\"i\":\"" + i + LONG + "\"}");
			}
			sent.get(20, TimeUnit.SECONDS);
			assertThat(peer.untilFence()).isEmpty();
			assertThat(handled).hasValue(REQUESTS + 1);
		}
		finally {
			sender.shutdownNow();
		}
	}

	private static Callable<Boolean> standsStill(AtomicInteger count) {
		int[] last = { -1, 0 };
		return () -> {
			last[1] = (count.get() == last[0] && last[0] > 0) ? last[1] + 1 : 0;
			last[0] = count.get();
			return last[1] >= 10; // polls of 100 ms
		};
	}

	/**
	 * A ping at each pause in reading would cost a frame each way, and a client that
	 * answers pings where it reads has to wait for its own writing.
	 */
	@Test
	void peerThatAsksWithoutEndIsNotPingedAtEachPause() throws IOException {
		ByteArrayOutputStream burst = new ByteArrayOutputStream();
		byte[] request = "{\"k\":\"U\",\"i\":1}".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 500; i++) {
			burst.writeBytes(RawWebSocket.frame(0x81, request));
		}
		try (VwsTestApplication app = VwsTestApplication.start(); RawWebSocket socket = RawWebSocket.open(app.port())) {
			int pings = 0;
			for (int round = 0; round < 200; round++) {
				socket.sendRaw(burst.toByteArray());
				for (int answers = 0; answers < 500;) {
					RawFrame frame = socket.readFrame();
					assertThat(frame).isNotNull();
					if (frame.opcode() == RawFrame.PING) {
						pings++;
						socket.sendFrame(true, RawFrame.PONG, frame.payload().array());
					}
					else {
						answers++;
					}
				}
			}
			assertThat(pings).isLessThan(20);
		}
	}

	/** Events without an answer need no back pressure: they are just handled. */
	@Test
	void eventsWithoutAnswerAreAllHandled() throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(CountingAuthorizer.class);
				TestPeer peer = app.connect()) {
			for (int i = 0; i < REQUESTS; i++) {
				peer.send("{\"t\":\"a\",\"d\":\"" + LONG + "\"}");
			}
			await().until(() -> app.bean(CountingAuthorizer.class).events.get() == REQUESTS);
			assertThat(peer.untilFence()).isEmpty();
		}
	}

	/** Allows everything and counts events. */
	static class CountingAuthorizer implements VwsAuthorizer {

		final AtomicInteger events = new AtomicInteger();

		@Override
		public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
			return Decision.allow();
		}

		@Override
		public Decision authorizePublish(Peer peer, Event event) {
			this.events.incrementAndGet();
			return Decision.allow();
		}

	}

}
