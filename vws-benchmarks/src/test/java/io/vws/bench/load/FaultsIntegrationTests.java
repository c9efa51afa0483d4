package io.vws.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.bench.load.WebSocketServer.Connection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the generator sees what a server does wrong, and ends whatever it does.
 */
@Tag("one-jdk")
@Timeout(60)
class FaultsIntegrationTests {

	private static final int SUBSCRIBERS = 3;

	private static final Timing SHORT = new Timing(0.2, 0.1, 0, 0.3, 20);

	private final List<Connection> subscribers = new CopyOnWriteArrayList<>();

	private int publishes;

	private String held = "";

	@Test
	void runWhenNothingIsWrongThenCountsNothing() throws IOException {
		Report report = run(this::toAll);
		assertThat(report.figure("deliveries")).isEqualTo(SUBSCRIBERS * report.figure("publishes")).isPositive();
		assertThat(report.figure("lost")).isZero();
		assertThat(report.figure("disordered")).isZero();
		assertThat(report.figure("repeated")).isZero();
	}

	@Test
	void runWhenServerDropsThenCountsTheLost() throws IOException {
		Report report = run((payload) -> {
			if (++this.publishes % 4 != 0) {
				toAll(payload);
			}
		});
		double delivered = report.figure("deliveries");
		assertThat(report.figure("lost")).isPositive().isEqualTo(SUBSCRIBERS * report.figure("publishes") - delivered);
		assertThat(report.figure("writtenOff")).isPositive();
		assertThat(report.figure("disordered")).isZero();
	}

	@Test
	void runWhenServerSwapsThenCountsTheDisordered() throws IOException {
		Report report = run((payload) -> {
			if (this.held.isEmpty()) {
				this.held = payload;
				return;
			}
			toAll(payload);
			toAll(this.held);
			this.held = "";
		});
		assertThat(report.figure("disordered")).isPositive();
		assertThat(report.figure("repeated")).isZero();
	}

	@Test
	void runWhenServerRepeatsThenCountsTheRepeatedAndDeliversOnce() throws IOException {
		Report report = run((payload) -> {
			toAll(payload);
			toAll(payload);
		});
		assertThat(report.figure("repeated")).isPositive();
		assertThat(report.figure("deliveries")).isEqualTo(SUBSCRIBERS * report.figure("publishes"));
	}

	@Test
	void runWhenServerSplitsMessagesThenPutsThemTogether() throws IOException {
		Report report = run((payload) -> {
			for (Connection subscriber : this.subscribers) {
				subscriber.write(Connection.frame(0x01, Ascii.bytes(payload.substring(0, 20))));
				subscriber.write(Connection.frame(0x00, Ascii.bytes(payload.substring(20, 90))));
				subscriber.write(Connection.frame(0x80, Ascii.bytes(payload.substring(90))));
			}
		});
		assertThat(report.figure("deliveries")).isEqualTo(SUBSCRIBERS * report.figure("publishes")).isPositive();
	}

	@Test
	void runWhenServerStopsDeliveringThenGivesUpWhatIsMissing() throws IOException {
		Report report = run((payload) -> {
		});
		assertThat(report.figure("deliveries")).isZero();
		assertThat(report.figure("lost")).isEqualTo(SUBSCRIBERS * report.figure("publishes"));
	}

	@Test
	void runWhenServerNeverAnswersThenFailsInTime() throws IOException {
		try (WebSocketServer server = WebSocketServer.start((connection, message) -> {
		})) {
			Report report = run(server, new Timing(0.2, 0.1, 0, 0.3, 0.5));
			assertThat(report.values().get("failed")).asString().startsWith("Not finished in time");
		}
	}

	@Test
	void runWhenServerClosesThenSaysSo() throws IOException {
		Report report = run((payload) -> {
			for (Connection subscriber : this.subscribers) {
				subscriber.write(Connection.frame(0x88, new byte[] { 0x0f, (byte) 0xa8, 's', 'l', 'o', 'w' }));
			}
		});
		assertThat(report.values().get("failed")).asString().endsWith("closed with 4008 slow");
	}

	@Test
	void runWhenNobodyListensThenSaysSo() {
		Target target = new Target("nobody", new RawProtocol(), 1, ProcessHandle.current().pid(), null);
		Report report = LoadGenerator.run(target, Workload.parse("fanout-1"), SHORT);
		assertThat(report.isFailed()).isTrue();
	}

	private Report run(Fault fault) throws IOException {
		try (WebSocketServer server = WebSocketServer.start((connection, message) -> {
			String text = new String(message, StandardCharsets.US_ASCII);
			if (text.startsWith("S")) {
				this.subscribers.add(connection);
			}
			else {
				boolean probe = text.contains("\"run\":\"0\"");
				(probe ? (Fault) this::toAll : fault).publish(text.substring(1));
			}
			connection.text("a");
		})) {
			return run(server, SHORT);
		}
	}

	private static Report run(WebSocketServer server, Timing timing) {
		Target target = new Target("faulty", new RawProtocol(), server.port(), ProcessHandle.current().pid(), null);
		return LoadGenerator.run(target, Workload.parse("fanout-" + SUBSCRIBERS + "/window=4"), timing);
	}

	private void toAll(String payload) throws IOException {
		for (Connection subscriber : this.subscribers) {
			subscriber.text(payload);
		}
	}

	private interface Fault {

		void publish(String payload) throws IOException;

	}

}
