package io.vws.spring.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.vws.test.LogAssertions;
import io.vws.test.RawFrame;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the largest message that the server takes: 32 KiB unless configured, counted
 * in bytes after reassembly.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class MessageSizeIntegrationTests {

	private static final int LIMIT = 32 * 1024;

	@AutoClose
	private static VwsTestApplication app;

	@AutoClose
	private TestPeer peer;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start();
	}

	@BeforeEach
	void connect() throws IOException {
		this.peer = app.connect();
		this.peer.subscribe("big");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			filler       | bytes | opcode | part  | taken
			x            | 32767 | 1      | 0     | true
			x            | 32768 | 1      | 0     | true
			x            | 32769 | 1      | 0     | false
			x            | 40000 | 1      | 0     | false
			x            | 32767 | 1      | 1000  | true
			x            | 32768 | 1      | 1000  | true
			x            | 32769 | 1      | 1000  | false
			x            | 32768 | 1      | 32767 | true
			x            | 32769 | 1      | 32768 | false
			x            | 32767 | 2      | 0     | true
			x            | 32768 | 2      | 0     | true
			x            | 32769 | 2      | 0     | false
			x            | 32768 | 2      | 4096  | true
			x            | 32769 | 2      | 4096  | false
			\u00e4       | 32768 | 1      | 0     | true
			\u00e4       | 32769 | 1      | 0     | false
			\u20ac       | 32768 | 1      | 0     | true
			\u20ac       | 32769 | 1      | 0     | false
			\uD83D\uDE00 | 32767 | 1      | 0     | true
			\uD83D\uDE00 | 32768 | 1      | 0     | true
			\uD83D\uDE00 | 32769 | 1      | 0     | false
			\uD83D\uDE00 | 32768 | 1      | 1001  | true
			\uD83D\uDE00 | 32769 | 1      | 1001  | false
			\uD83D\uDE00 | 32768 | 2      | 1001  | true
			\uD83D\uDE00 | 32769 | 2      | 1001  | false
			""")
	void messageOfSize(String filler, int bytes, int opcode, int part, boolean taken, CapturedOutput output)
			throws IOException {
		byte[] message = message(filler, bytes);
		assertThat(message).hasSize(bytes);
		send(opcode, message, (part > 0) ? part : bytes);
		if (taken) {
			assertThat(this.peer.untilFence()).containsExactly(new String(message, StandardCharsets.UTF_8));
		}
		else {
			assertThat(this.peer.socket().readCloseCode()).isEqualTo(1009);
		}
		LogAssertions.assertThatNothingIsLogged(output);
	}

	private static byte[] message(String filler, int bytes) {
		int width = filler.getBytes(StandardCharsets.UTF_8).length;
		int room = bytes - "{\"t\":\"big\",\"d\":\"\"}".length();
		String data = "x".repeat(room % width) + filler.repeat(room / width);
		return ("{\"t\":\"big\",\"d\":\"" + data + "\"}").getBytes(StandardCharsets.UTF_8);
	}

	private void send(int opcode, byte[] message, int size) throws IOException {
		for (int start = 0; start < message.length; start += size) {
			int end = Math.min(start + size, message.length);
			this.peer.socket()
				.sendFrame(end == message.length, (start == 0) ? opcode : RawFrame.CONTINUATION,
						Arrays.copyOfRange(message, start, end));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { RawFrame.TEXT, RawFrame.BINARY })
	void messageWithoutEndIsNotCollected(int opcode) throws IOException {
		this.peer.socket().sendFrame(false, opcode, new byte[20_000]);
		this.peer.socket().sendFrame(false, RawFrame.CONTINUATION, new byte[20_000]);
		assertThat(this.peer.socket().readCloseCode()).isEqualTo(1009);
		await().untilAsserted(
				() -> assertThat(app.server().connections()).noneMatch((open) -> open.patterns().contains("big")));
	}

	@Test
	void whatFollowsATooLargeMessageIsIgnored() throws IOException {
		try (TestPeer other = app.connect()) {
			other.subscribe("after");
			this.peer.send("x".repeat(LIMIT + 1));
			this.peer.send("{\"t\":\"after\",\"d\":1}");
			assertThat(this.peer.socket().readCloseCode()).isEqualTo(1009);
			assertThat(other.untilFence()).isEmpty();
		}
	}

	@Test
	void limitHoldsForEachMessageNotForAll() throws IOException {
		byte[] message = message("x", LIMIT);
		for (int i = 0; i < 20; i++) {
			send(RawFrame.TEXT, message, (i % 2 == 0) ? LIMIT : 1024);
		}
		List<String> received = this.peer.untilFence();
		assertThat(received).hasSize(20).containsOnly(new String(message, StandardCharsets.UTF_8));
	}

	@Test
	void configuredLimitHolds() throws IOException {
		try (VwsTestApplication other = VwsTestApplication.start("vws.server.max-message-size=200KB")) {
			for (int size : new int[] { 200 * 1024 - 1, 200 * 1024, 200 * 1024 + 1 }) {
				try (TestPeer large = other.connect()) {
					large.subscribe("big");
					large.socket().sendFrame(true, RawFrame.TEXT, message("\u20ac", size));
					if (size <= 200 * 1024) {
						assertThat(large.next()).isEqualTo(new String(message("\u20ac", size), StandardCharsets.UTF_8));
					}
					else {
						assertThat(large.socket().readCloseCode()).isEqualTo(1009);
					}
				}
			}
		}
	}

}
