package io.vws.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinkWriter}, beyond what {@link RequestsTests} shows.
 */
class LinkWriterTests {

	private final Queue<Runnable> io = new ArrayDeque<>();

	private final ManualScheduler time = new ManualScheduler();

	private final FakeTransport transport = new FakeTransport();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final VwsClient client = VwsClient.builder("ws://localhost/vws")
		.executor(this.tasks::add)
		.build(this.transport, this.time, () -> 0, this.io::add);

	private FakeLink open() {
		this.client.connect();
		this.tasks.remove().run();
		return this.transport.next().accept();
	}

	@Test
	void whoFindsALongQueueLeavesTheRestToAnotherThread() {
		FakeLink link = open();
		link.stalls = true;
		for (int i = 0; i < 150; i++) {
			this.client.send("a", i);
		}
		link.stalls = false;
		link.take();
		assertThat(link.sent()).hasSize(1 + 64);
		this.client.send("a", 150);
		assertThat(link.sent()).as("by somebody else, in between").isEmpty();
		this.io.remove().run();
		assertThat(link.sent()).hasSize(64);
		this.io.remove().run();
		assertThat(link.sent()).hasSize(22);
		assertThat(this.io).isEmpty();
		this.client.send("a", 151);
		assertThat(link.sent()).hasSize(1);
	}

	@Test
	void messagesKeepTheirOrderWhoeverWrites() {
		FakeLink link = open();
		List<String> sent = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			link.stalls = i % 7 == 0;
			this.client.publish("a", i, Map.of());
			if (i % 7 == 3) {
				link.stalls = false;
				link.take();
			}
			while (!this.io.isEmpty()) {
				this.io.remove().run();
			}
			sent.addAll(link.sent());
		}
		assertThat(sent).hasSize(1000).isSortedAccordingTo((x, y) -> Integer.compare(number(x), number(y)));
	}

	private static int number(String message) {
		return Integer.parseInt(message.replaceAll(".*\"i\":(\\d+).*", "$1"));
	}

}
