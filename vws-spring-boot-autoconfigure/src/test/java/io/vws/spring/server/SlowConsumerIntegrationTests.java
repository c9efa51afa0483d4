package io.vws.spring.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.vws.server.VwsConnection;
import io.vws.test.LogAssertions;
import io.vws.test.ReadingPeer;
import io.vws.test.RecordingListener;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for events in a burst, and for a peer that stops reading beside others that do
 * not.
 */
@Tag("one-jdk")
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class SlowConsumerIntegrationTests {

	private static final int READERS = 99;

	private static final int WINDOW = 64;

	private static final int SIZE = 4000;

	private static final int MOST_EVENTS = 20_000;

	private static final Duration DEADLINE = Duration.ofSeconds(12);

	@Test
	void burstOfAThousandEventsArrivesCompletely() throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(RecordingListener.class)) {
			List<ReadingPeer> readers = readers(app, 3);
			for (int round = 0; round < 5; round++) {
				int end = (round + 1) * 1000;
				for (int i = round * 1000; i < end; i++) {
					app.bus().publish("all/1", ReadingPeer.payload(i, 200));
				}
				await().untilAsserted(() -> assertThat(readers).allMatch((reader) -> reader.received() == end));
			}
			assertThat(app.bean(RecordingListener.class).closeCodes()).isEmpty();
			assertThat(app.bean(RecordingListener.class).dropped()).isZero();
			close(readers);
		}
	}

	@Test
	void oneOfAHundredStopsReadingThenTheOthersNoticeNothing(CapturedOutput output) throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(RecordingListener.class);
				TestPeer slow = new TestPeer(Upgrade.to(app.port()).bufferSize(4096).open())) {
			List<Integer> closeCodes = app.bean(RecordingListener.class).closeCodes();
			List<ReadingPeer> readers = readers(app, READERS);
			slow.subscribe("slow", "all/#");
			VwsConnection slowConnection = connection(app, "slow");
			long start = System.nanoTime();
			int published = 0;
			while (closeCodes.isEmpty() || published < 1000) {
				assertThat(published).isLessThan(MOST_EVENTS);
				app.bus().publish("all/" + published % 7, ReadingPeer.payload(published, SIZE));
				published++;
				assertThat(slowConnection.queuedBytes()).isLessThanOrEqualTo(1024 * 1024);
				waitForReaders(readers, published - WINDOW);
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
			waitForReaders(readers, published);
			assertThat(closeCodes).containsExactly(4008);
			await().until(() -> app.server().connections().size() == READERS);
			assertThat(slow.socket().readCloseCode()).isIn(4008, 1006);
			LogAssertions.assertThatNoStackTraceIsLogged(output);
			close(readers);
		}
	}

	/**
	 * A backlog that fits into the queue, so nothing but the clock notices.
	 */
	@Test
	void writeThatTakesTooLongEndsTheConnection(CapturedOutput output) throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(RecordingListener.class, "vws.server.write-timeout=1s",
				"vws.server.queue.max-bytes=64MB");
				TestPeer slow = new TestPeer(Upgrade.to(app.port()).bufferSize(4096).open())) {
			slow.subscribe("all/#");
			List<ReadingPeer> readers = readers(app, 3);
			for (int i = 0; i < 4000; i++) {
				app.bus().publish("all/1", ReadingPeer.payload(i, SIZE));
			}
			await().atMost(DEADLINE)
				.until(() -> app.bean(RecordingListener.class).closeCodes(), (codes) -> codes.equals(List.of(4008)));
			await().until(() -> app.server().connections().size() == 3);
			waitForReaders(readers, 4000);
			assertThat(slow.socket().readCloseCode()).isIn(4008, 1006);
			assertThat(output.getAll()).contains("a write took too long");
			LogAssertions.assertThatNoStackTraceIsLogged(output);
			close(readers);
		}
	}

	/**
	 * Tomcat used to log a stack trace for nearly every peer that vanished while a thread
	 * waited to write a batch to it.
	 */
	@Test
	void peersThatVanishWithABacklogLeaveNothing(CapturedOutput output) throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(RecordingListener.class,
				"vws.server.queue.on-overflow=drop-newest")) {
			List<Integer> closeCodes = app.bean(RecordingListener.class).closeCodes();
			for (int round = 1; round <= 6; round++) {
				try (TestPeer peer = new TestPeer(Upgrade.to(app.port()).bufferSize(4096).open())) {
					peer.subscribe("all/#");
					await().atMost(DEADLINE).until(() -> isStillFull(app));
				}
				int ended = round;
				await().until(() -> closeCodes.size() == ended && app.server().connections().isEmpty());
			}
			LogAssertions.assertThatNoStackTraceIsLogged(output);
		}
	}

	/** Whether the queue, which was filled by the call before, is so still. */
	private static boolean isStillFull(VwsTestApplication app) {
		RecordingListener listener = app.bean(RecordingListener.class);
		long dropped = listener.dropped();
		app.bus().publish("all/1", ReadingPeer.payload(0, 1000));
		boolean full = listener.dropped() > dropped;
		for (int i = 0; i < 2000; i++) {
			app.bus().publish("all/1", ReadingPeer.payload(i, 1000));
		}
		return full;
	}

	private static List<ReadingPeer> readers(VwsTestApplication app, int count) throws IOException {
		List<ReadingPeer> readers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			TestPeer peer = app.connect();
			peer.subscribe("all/+");
			readers.add(new ReadingPeer(peer));
		}
		return readers;
	}

	private static VwsConnection connection(VwsTestApplication app, String pattern) {
		return app.server()
			.connections()
			.stream()
			.filter((connection) -> connection.patterns().contains(pattern))
			.findAny()
			.orElseThrow();
	}

	private static void waitForReaders(List<ReadingPeer> readers, int count) {
		for (ReadingPeer reader : readers) {
			while (reader.received() < count) {
				assertThat(reader.problem()).isNull();
				Thread.yield();
			}
		}
	}

	private static void close(List<ReadingPeer> readers) throws IOException {
		for (ReadingPeer reader : readers) {
			assertThat(reader.problem()).isNull();
			reader.close();
		}
	}

}
