package io.vws.spring.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order of a subscription's acknowledgment and its events on the socket,
 * while threads publish without a pause: no event comes before the acknowledgment, none
 * that was published after it is missed, and none comes after the acknowledgment of the
 * end.
 */
@Timeout(120)
class SubscriptionOrderIntegrationTests {

	private static final int ROUNDS = 1500;

	private static final int PUBLISHERS = 2;

	@AutoClose
	private static VwsTestApplication app;

	/** Number of the last event of each publisher whose publishing has ended. */
	private final List<AtomicLong> published = new ArrayList<>();

	private final AtomicBoolean stop = new AtomicBoolean();

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start();
	}

	@Test
	void acknowledgmentsEncloseTheEventsOfTheirSubscription() throws Exception {
		List<Thread> publishers = new ArrayList<>();
		for (int i = 0; i < PUBLISHERS; i++) {
			this.published.add(new AtomicLong());
			publishers.add(new Thread(publisher(i)));
		}
		publishers.forEach(Thread::start);
		try (TestPeer peer = app.connect()) {
			for (int round = 0; round < ROUNDS; round++) {
				subscribeAndUnsubscribe(peer, round);
			}
		}
		finally {
			this.stop.set(true);
			for (Thread publisher : publishers) {
				publisher.join();
			}
		}
	}

	private Runnable publisher(int number) {
		AtomicLong last = this.published.get(number);
		return () -> {
			while (!this.stop.get()) {
				if (app.server().connections().stream().anyMatch((open) -> open.queuedMessages() > 200)) {
					Thread.yield();
					continue;
				}
				app.bus().publish("flow/" + number, last.get() + 1);
				last.incrementAndGet();
			}
		};
	}

	private void subscribeAndUnsubscribe(TestPeer peer, int round) throws IOException {
		peer.send("{\"k\":\"s\",\"t\":\"flow/+\",\"i\":" + round + "}");
		assertThat(peer.next()).isEqualTo("{\"k\":\"a\",\"i\":" + round + "}");
		long[] due = this.published.stream().mapToLong((last) -> last.get() + 2).toArray();
		long[] next = new long[PUBLISHERS];
		peer.send((round % 2 == 0) ? "{\"k\":\"u\",\"t\":\"flow/+\",\"i\":\"end\"}" : "{\"k\":\"U\",\"i\":\"end\"}");
		for (String text = peer.next(); !text.equals("{\"k\":\"a\",\"i\":\"end\"}"); text = peer.next()) {
			int publisher = text.charAt("{\"t\":\"flow/".length()) - '0';
			long event = Long.parseLong(text.substring("{\"t\":\"flow/0\",\"d\":".length(), text.length() - 1));
			if (next[publisher] == 0) {
				assertThat(event).isLessThanOrEqualTo(due[publisher]);
			}
			else {
				assertThat(event).isEqualTo(next[publisher]);
			}
			next[publisher] = event + 1;
		}
		if (round % 100 == 0) {
			assertThat(peer.untilFence()).isEmpty();
		}
	}

	@Test
	void eventPublishedAfterTheAcknowledgmentArrives() throws IOException {
		try (TestPeer peer = app.connect()) {
			for (int round = 0; round < ROUNDS; round++) {
				peer.subscribe("after");
				app.bus().publish("after", round);
				assertThat(peer.next()).isEqualTo("{\"t\":\"after\",\"d\":" + round + "}");
				peer.exchange("{\"k\":\"U\"}");
			}
		}
	}

}
