package io.vws.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.bench.load.WebSocketServer.Connection;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for MQTT against a responder that knows just enough of it, and that cuts its
 * packets into frames as it likes.
 */
@Timeout(60)
class MqttIntegrationTests {

	private final List<Connection> subscribers = new CopyOnWriteArrayList<>();

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 100, 100_000 })
	void runWhenPacketsAreCutThenAllArrive(int frameSize) throws IOException {
		try (WebSocketServer server = WebSocketServer
			.start((connection, message) -> answer(connection, message, frameSize))) {
			Target target = new Target("mqtt", new MqttProtocol(), server.port(), ProcessHandle.current().pid(), null);
			Report report = LoadGenerator.run(target, Workload.parse("fanout-3/window=4"),
					new Timing(0.2, 0.1, 0, 1, 20));
			assertThat(report.values()).doesNotContainKey("failed");
			assertThat(report.figure("deliveries")).isEqualTo(3 * report.figure("publishes")).isPositive();
			assertThat(report.figure("lost")).isZero();
			assertThat(report.figure("writtenOff")).isZero();
		}
	}

	private void answer(Connection connection, byte[] packet, int frameSize) throws IOException {
		int length = 1;
		while (packet[length] < 0) {
			length++;
		}
		int body = length + 1;
		switch ((packet[0] & 0xf0) >> 4) {
			case 1 -> send(connection, frameSize, new byte[] { 0x20, 2, 0, 0 });
			case 8 -> {
				send(connection, frameSize, new byte[] { (byte) 0x90, 3, packet[body], packet[body + 1], 0 });
				this.subscribers.add(connection);
			}
			case 3 -> {
				int topic = (packet[body] & 0xff) << 8 | packet[body + 1] & 0xff;
				int id = body + 2 + topic;
				byte[] event = event(packet, body, id);
				for (Connection subscriber : this.subscribers) {
					send(subscriber, frameSize, event);
				}
				send(connection, frameSize, new byte[] { 0x40, 2, packet[id], packet[id + 1] });
			}
			default -> {
			}
		}
	}

	/**
	 * The same publish with QoS 0, which has no packet identifier.
	 */
	private static byte[] event(byte[] packet, int body, int id) {
		int length = packet.length - body - 2;
		ByteArrayOutputStream event = new ByteArrayOutputStream();
		event.write(0x30);
		event.write(length & 127 | 128);
		event.write(length >> 7);
		event.write(packet, body, id - body);
		event.write(packet, id + 2, packet.length - id - 2);
		return event.toByteArray();
	}

	private static void send(Connection connection, int frameSize, byte[] packet) throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int from = 0; from < packet.length; from += frameSize) {
			byte[] part = Arrays.copyOfRange(packet, from, Math.min(packet.length, from + frameSize));
			frames.writeBytes(Connection.frame(0x82, part));
		}
		connection.write(frames.toByteArray());
	}

}
