package io.vws.spring.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vws.server.VwsServer;
import io.vws.test.RawFrame;
import io.vws.test.RawWebSocket;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What only a connection without a WebSocket session of the container could get wrong;
 * all other socket tests run on it too.
 */
@Tag("tomcat")
@Timeout(60)
class DirectConnectionIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start("vws.server.tomcat.direct=true");
	}

	@Test
	void frameThatComesWithTheHandshakeIsHandled() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(("GET /vws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII));
		bytes.writeBytes(RawWebSocket.frame(0x89, "first".getBytes(StandardCharsets.US_ASCII)));
		byte[] second = RawWebSocket.frame(0x89, "second".getBytes(StandardCharsets.US_ASCII));
		bytes.write(second, 0, 4);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), app.port())) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(bytes.toByteArray());
			DataInputStream in = new DataInputStream(socket.getInputStream());
			StringBuilder head = new StringBuilder();
			while (head.indexOf("\r\n\r\n") < 0) {
				head.append((char) in.readUnsignedByte());
			}
			assertThat(head.toString()).startsWith("HTTP/1.1 101");
			assertThat(in.readNBytes(7)).isEqualTo(frame("first"));
			socket.getOutputStream().write(second, 4, second.length - 4);
			assertThat(in.readNBytes(8)).isEqualTo(frame("second"));
		}
	}

	private static byte[] frame(String pong) {
		byte[] frame = new byte[2 + pong.length()];
		frame[0] = (byte) 0x8A;
		frame[1] = (byte) pong.length();
		System.arraycopy(pong.getBytes(StandardCharsets.US_ASCII), 0, frame, 2, pong.length());
		return frame;
	}

	@Test
	void peerThatSendsOnAfterAViolationStillSeesWhy() throws IOException {
		try (RawWebSocket socket = RawWebSocket.open(app.port())) {
			socket.sendRaw(RawWebSocket.frame(0x83, new byte[0]));
			for (int i = 0; i < 50; i++) {
				socket.sendText("x".repeat(1000));
			}
			assertThat(socket.readCloseCode()).isEqualTo(1002);
		}
		await().until(app.server().connections()::isEmpty);
	}

	/** RFC 6455, section 5.5.1. Events come all the time, so that some meet the end. */
	@Test
	void nothingFollowsTheCloseFrame() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		Thread publisher = new Thread(() -> {
			while (!done.get()) {
				app.bus().publish("end", "x");
			}
		});
		publisher.start();
		try {
			for (int i = 0; i < 100; i++) {
				assertNothingFollowsTheCloseFrame((i % 2 == 0) ? 0x83 : 0x88);
			}
		}
		finally {
			done.set(true);
			publisher.join();
		}
	}

	private static void assertNothingFollowsTheCloseFrame(int lastFrame) throws IOException {
		try (RawWebSocket socket = RawWebSocket.open(app.port())) {
			socket.sendText("{\"k\":\"s\",\"t\":\"end\"}");
			RawFrame frame = socket.readFrame();
			assertThat(frame).isNotNull();
			socket.sendRaw(RawWebSocket.frame(lastFrame, new byte[0]));
			while (frame != null && frame.opcode() != RawFrame.CLOSE) {
				frame = socket.readFrame();
			}
			assertThat(frame).isNotNull();
			socket.sendRaw(RawWebSocket.frame(0x88, new byte[0]));
			assertThat(socket.readFrame()).isNull();
		}
	}

	/** A pong for each would have to be kept: 16 MB in all. */
	@Test
	void pingsOfAPeerThatDoesNotReadAreReadAndTheLastIsAnswered() throws IOException {
		byte[] ping = RawWebSocket.frame(0x89, new byte[125]);
		ByteArrayOutputStream many = new ByteArrayOutputStream();
		for (int i = 0; i < 1000; i++) {
			many.writeBytes(ping);
		}
		try (RawWebSocket socket = RawWebSocket.open(app.port())) {
			for (int i = 0; i < 130; i++) {
				socket.sendRaw(many.toByteArray());
			}
			socket.sendFrame(true, RawFrame.PING, "last".getBytes(StandardCharsets.US_ASCII));
			RawFrame frame = socket.readFrame();
			while (frame != null && !frame.text().equals("last")) {
				frame = socket.readFrame();
			}
			assertThat(frame).isNotNull();
		}
	}

}
