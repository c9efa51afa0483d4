package io.vws.spring.server;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.vws.server.VwsConnection;
import io.vws.test.ReadingPeer;
import io.vws.test.RecordingListener;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of events that do not fit into the queue of a peer that has
 * stopped reading for a while.
 */
@Timeout(60)
class OverflowPolicyIntegrationTests {

	private static final int EVENTS = 4000;

	private static final int SIZE = 4000;

	private static final int TOPICS = 5;

	@ParameterizedTest
	@CsvSource({ "drop-oldest,16,4096", "drop-newest,16,4096", "conflate,16,4096", "drop-oldest,1000,64",
			"drop-newest,1000,64", "conflate,1000,64" })
	void overflowIsBoundedAndCounted(String policy, int maxMessages, int maxKilobytes) throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(RecordingListener.class,
				"vws.server.queue.on-overflow=" + policy, "vws.server.queue.max-messages=" + maxMessages,
				"vws.server.queue.max-bytes=" + maxKilobytes + "KB", "vws.server.max-event-size=32KB");
				TestPeer peer = new TestPeer(Upgrade.to(app.port()).bufferSize(4096).open())) {
			peer.subscribe("v/+");
			VwsConnection connection = app.server().connections().iterator().next();
			for (int i = 0; i < EVENTS; i++) {
				app.bus().publish("v/" + i % TOPICS, ReadingPeer.payload(i, SIZE));
				assertThat(connection.queuedBytes()).isLessThanOrEqualTo(maxKilobytes * 1024L);
				assertThat(connection.queuedMessages()).isLessThanOrEqualTo(maxMessages);
			}
			List<String> received = peer.untilFence();
			List<Integer> numbers = received.stream().map(ReadingPeer::number).toList();
			RecordingListener listener = app.bean(RecordingListener.class);
			assertThat(numbers).isSorted().doesNotHaveDuplicates();
			assertThat(listener.dropped()).isPositive().isEqualTo(EVENTS - numbers.size());
			switch (policy) {
				case "drop-oldest" -> assertThat(numbers).endsWith(EVENTS - 2, EVENTS - 1);
				case "drop-newest" -> assertThat(numbers).startsWith(0, 1, 2, 3);
				default -> assertThat(newestOfEachTopic(received))
					.containsExactlyInAnyOrderElementsOf(IntStream.range(EVENTS - TOPICS, EVENTS).boxed().toList());
			}
			assertThat(listener.closeCodes()).isEmpty();
			app.bus().publish("v/0", ReadingPeer.payload(EVENTS, 10));
			assertThat(peer.untilFence()).hasSize(1);
		}
	}

	private static Collection<Integer> newestOfEachTopic(List<String> messages) {
		Map<String, Integer> newest = new HashMap<>();
		for (String message : messages) {
			newest.put(message.substring(0, message.indexOf(',')), ReadingPeer.number(message));
		}
		return newest.values();
	}

}
