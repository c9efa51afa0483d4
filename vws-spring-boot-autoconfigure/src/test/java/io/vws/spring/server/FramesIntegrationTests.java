package io.vws.spring.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import io.vws.test.HttpAnswer;
import io.vws.test.LogAssertions;
import io.vws.test.RawFrame;
import io.vws.test.RawWebSocket;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for frames: text and binary, whole and in parts, pings between them, the closing
 * handshake, and what breaks the WebSocket protocol.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class FramesIntegrationTests {

	private static final byte[] EVENT = utf8("{\"t\":\"f\",\"d\":\"\u00e4\u20ac\uD83D\uDE00\"}");

	@AutoClose
	private static VwsTestApplication app;

	@AutoClose
	private TestPeer peer;

	private RawWebSocket socket;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start();
	}

	@BeforeEach
	void connect() throws IOException {
		this.peer = app.connect();
		this.socket = this.peer.socket();
		this.peer.subscribe("f");
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@ValueSource(ints = { RawFrame.TEXT, RawFrame.BINARY })
	void messageInAnyPartsArrivesAsText(int opcode) throws IOException {
		this.socket.sendFrame(true, opcode, EVENT);
		assertThat(utf8(this.peer.next())).isEqualTo(EVENT);
		for (int size = 1; size < EVENT.length; size++) { // cuts characters too
			sendInParts(opcode, EVENT, size);
			assertThat(utf8(this.peer.next())).as("in parts of " + size).isEqualTo(EVENT);
		}
		sendInParts(opcode, EVENT, EVENT.length);
		assertThat(this.peer.untilFence()).hasSize(1);
	}

	private void sendInParts(int opcode, byte[] message, int size) throws IOException {
		for (int start = 0; start < message.length; start += size) {
			byte[] part = java.util.Arrays.copyOfRange(message, start, Math.min(start + size, message.length));
			this.socket.sendFrame(false, (start == 0) ? opcode : RawFrame.CONTINUATION, part);
		}
		this.socket.sendFrame(true, RawFrame.CONTINUATION, new byte[0]);
	}

	@Test
	void bytesOneByOneArrive() throws IOException {
		for (byte b : RawWebSocket.frame(0x81, EVENT)) {
			this.socket.sendRaw(new byte[] { b });
		}
		assertThat(utf8(this.peer.next())).isEqualTo(EVENT);
	}

	@Test
	void pingBetweenPartsIsAnsweredAtOnce() throws IOException {
		this.socket.sendFrame(false, RawFrame.TEXT, utf8("{\"t\":\"f\","));
		this.socket.sendFrame(true, RawFrame.PING, utf8("between"));
		RawFrame pong = this.socket.readFrame();
		assertThat(pong).isNotNull();
		assertThat(pong.opcode()).isEqualTo(RawFrame.PONG);
		assertThat(pong.text()).isEqualTo("between");
		this.socket.sendFrame(true, RawFrame.PONG, utf8("not asked for"));
		this.socket.sendFrame(true, RawFrame.CONTINUATION, utf8("\"d\":1}"));
		assertThat(this.peer.next()).isEqualTo("{\"t\":\"f\",\"d\":1}");
	}

	@Test
	void serverSendsTextInFramesThatAreWhole() throws IOException {
		this.peer.send("{\"t\":\"f\",\"d\":1}");
		RawFrame frame = this.socket.readFrame();
		assertThat(frame).isNotNull();
		assertThat(frame.opcode()).isEqualTo(RawFrame.TEXT);
		assertThat(frame.last()).isTrue();
		assertThat(frame.reserved()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1003, 1011, 3000, 4000, 4999 })
	void closeIsAnsweredWithTheSameCode(int code) throws IOException {
		this.socket.sendClose(code, "PAYLOAD");
		RawFrame close = this.socket.readFrame();
		assertThat(close).isNotNull();
		assertThat(close.opcode()).isEqualTo(RawFrame.CLOSE);
		assertThat(close.closeCode()).isEqualTo(code);
		assertThat(this.socket.readFrame()).isNull();
	}

	@Test
	void closeWithoutCodeIsAnswered() throws IOException {
		this.socket.sendFrame(true, RawFrame.CLOSE, new byte[0]);
		assertThat(this.socket.readCloseCode()).isIn(1000, 1005);
	}

	@Test
	void connectionThatIsCutLeavesNothing(CapturedOutput output) throws IOException {
		int others = app.server().connections().size();
		try (TestPeer cut = app.connect()) {
			cut.subscribe("f", "cut/#");
			assertThat(app.server().connections()).anyMatch((connection) -> connection.patterns().contains("cut/#"));
		}
		org.awaitility.Awaitility.await()
			.untilAsserted(() -> assertThat(app.server().connections()).hasSizeLessThanOrEqualTo(others)
				.noneMatch((connection) -> connection.patterns().contains("cut/#")));
		LogAssertions.assertThatNothingIsLogged(output);
	}

	static Stream<Arguments> violations() {
		byte[] text = utf8("PAYLOAD");
		byte[] notUtf8 = "PAYLOAD \u00e4\u00f6".getBytes(StandardCharsets.ISO_8859_1);
		byte[] unmasked = { (byte) 0x81, 1, 'x' };
		return Stream.of(violation("reserved bit 1", 1002, RawWebSocket.frame(0xC1, text)),
				violation("reserved bit 2", 1002, RawWebSocket.frame(0xA1, text)),
				violation("reserved bit 3", 1002, RawWebSocket.frame(0x91, text)),
				violation("unknown opcode", 1002, RawWebSocket.frame(0x83, text)),
				violation("unknown control opcode", 1002, RawWebSocket.frame(0x8B, text)),
				violation("not masked", 1002, unmasked),
				violation("continuation of nothing", 1002, RawWebSocket.frame(0x80, text)),
				violation("message within a message", 1002, RawWebSocket.frame(0x01, text),
						RawWebSocket.frame(0x81, text)),
				violation("binary within a text", 1002, RawWebSocket.frame(0x01, text), RawWebSocket.frame(0x82, text)),
				violation("ping in parts", 1002, RawWebSocket.frame(0x09, text)),
				violation("ping too long", 1002, RawWebSocket.frame(0x89, new byte[126])),
				violation("close too long", 1002, RawWebSocket.frame(0x88, new byte[126])),
				violation("close of one byte", 1002, RawWebSocket.frame(0x88, new byte[1])),
				violation("close of code 1005", 1002, RawWebSocket.frame(0x88, new byte[] { 3, (byte) 0xED })),
				violation("close of code 999", 1002, RawWebSocket.frame(0x88, new byte[] { 3, (byte) 0xE7 })),
				violation("text that is not UTF-8", 1007, RawWebSocket.frame(0x81, notUtf8)),
				violation("text that ends within a character", 1007, RawWebSocket.frame(0x81, new byte[] { -61 })),
				violation("surrogates in UTF-8", 1007, RawWebSocket.frame(0x81, new byte[] { -19, -96, -128 })),
				violation("part that is not UTF-8", 1007, RawWebSocket.frame(0x01, notUtf8)));
	}

	private static Arguments violation(String name, int code, byte[]... frames) {
		return Arguments.of(name, code, frames);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("violations")
	void violationEndsTheConnection(String name, int code, byte[][] frames, CapturedOutput output) throws IOException {
		for (byte[] frame : frames) {
			this.socket.sendRaw(frame);
		}
		assertThat(this.socket.readCloseCode()).isEqualTo(code);
		LogAssertions.assertThatNothingIsLogged(output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "permessage-deflate", "permessage-deflate; client_max_window_bits",
			"permessage-deflate; server_no_context_takeover, x-webkit-deflate-frame" })
	void extensionIsNotAccepted(String extension) throws IOException {
		Upgrade upgrade = Upgrade.to(app.port()).header("Sec-WebSocket-Extensions", extension);
		HttpAnswer answer = upgrade.answer();
		assertThat(answer.status()).isEqualTo(101);
		assertThat(answer.header("Sec-WebSocket-Extensions")).isNull();
		try (TestPeer plain = new TestPeer(upgrade.open())) {
			plain.subscribe("f");
			assertThat(plain.exchange("{\"t\":\"f\",\"d\":\"" + "x".repeat(5000) + "\"}")).hasSize(1);
		}
	}

	@Test
	void unknownSubprotocolIsNotAccepted() throws IOException {
		HttpAnswer answer = Upgrade.to(app.port()).header("Sec-WebSocket-Protocol", "mqtt").answer();
		assertThat(answer.status()).isEqualTo(101);
		assertThat(answer.header("Sec-WebSocket-Protocol")).isNull();
	}

}
