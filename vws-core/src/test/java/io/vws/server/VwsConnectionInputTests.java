package io.vws.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages of any size in any number of parts, as text and as binary.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsConnectionInputTests {

	private static final int LIMIT = 200;

	private final TestServer server = TestServer.create(TestServer.limits(10, 10, LIMIT));

	private final TestClient client = this.server.connect("c1");

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 100, LIMIT })
	void receiveTextWhenMessageIsAtTheLimitThenTakesItInAnyParts(int partLength) {
		sendText(message(LIMIT), partLength);
		sendText(message(LIMIT), partLength);
		assertThat(this.client.ask()).containsExactly("a 1", "a 1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 100, LIMIT, LIMIT + 1 })
	void receiveTextWhenMessageIsLargerThenClosesWith1009(int partLength) {
		this.client.ask("{\"k\":\"s\",\"t\":\"#\"}");
		sendText(message(LIMIT + 1), partLength);
		assertTooBig();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 100, LIMIT })
	void receiveBinaryWhenMessageIsAtTheLimitThenTakesItInAnyParts(int partLength) {
		sendBinary(message(LIMIT), partLength);
		sendBinary(message(LIMIT), partLength);
		assertThat(this.client.ask()).containsExactly("a 1", "a 1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 100, LIMIT, LIMIT + 1 })
	void receiveBinaryWhenMessageIsLargerThenClosesWith1009(int partLength) {
		sendBinary(message(LIMIT + 1), partLength);
		assertTooBig();
	}

	private void assertTooBig() {
		this.client.awaitCall("close 1009");
		this.client.send("{\"k\":\"s\",\"t\":\"a\",\"i\":1}");
		assertThat(this.server.bus.subscriptionCount()).isZero();
		assertThat(this.server.listener.calls).containsExactly("opened c1", "closed c1 1009");
		assertThat(this.client.transport.frames()).doesNotContain("{\"k\":\"a\",\"i\":1}");
	}

	/** What never ends must not be kept until it does. */
	@Test
	void receiveTextWhenPartsAreEndlessThenClosesAtTheLimit() {
		for (int i = 0; i < 10_000; i++) {
			this.client.connection.receiveText("xxxxxxxxxx", false);
		}
		assertTooBig();
	}

	@Test
	void receiveWhenPartsAreEmptyThenTheyCountForNothing() {
		this.client.connection.receiveText("", false);
		this.client.connection.receiveText("", true);
		this.client.connection.receiveText("{\"k\":\"U\",", false);
		this.client.connection.receiveText("", false);
		this.client.connection.receiveText("\"i\":1}", false);
		this.client.connection.receiveText("", true);
		this.client.connection.receiveBinary(ByteBuffer.allocate(0), true);
		assertThat(this.client.ask()).containsExactly("a 1");
	}

	@Test
	void receiveBinaryWhenBufferIsASliceThenOnlyItCounts() {
		ByteBuffer buffer = ByteBuffer.wrap(bytes("xx{\"k\":\"U\",\"i\":\"é\"}yy")).position(2);
		buffer.limit(buffer.limit() - 2);
		this.client.connection.receiveBinary(buffer.slice().asReadOnlyBuffer(), true);
		assertThat(this.client.ask()).containsExactly("a \"é\"");
	}

	@Test
	void receiveBinaryWhenNotUtf8ThenMalformedAndTheConnectionLives() {
		for (byte[] invalid : new byte[][] { { (byte) 0xff }, { '{', (byte) 0xc3, '}' },
				{ (byte) 0xed, (byte) 0xa0, (byte) 0x80 }, { (byte) 0xc0, (byte) 0x80 },
				{ '{', '}', (byte) 0xe2, (byte) 0x82 } }) {
			this.client.connection.receiveBinary(ByteBuffer.wrap(invalid), true);
			assertThat(this.client.ask()).containsExactly("n - malformed");
		}
		this.client.connection.receiveBinary(ByteBuffer.wrap(bytes("{\"k\":\"U\",\"i\":1}")), true);
		assertThat(this.client.ask()).containsExactly("a 1");
	}

	private void sendText(String message, int partLength) {
		for (int start = 0; start < message.length(); start += partLength) {
			int end = Math.min(message.length(), start + partLength);
			this.client.connection.receiveText(message.substring(start, end), end == message.length());
		}
	}

	private void sendBinary(String message, int partLength) {
		byte[] bytes = bytes(message);
		for (int start = 0; start < bytes.length; start += partLength) {
			int end = Math.min(bytes.length, start + partLength);
			this.client.connection.receiveBinary(ByteBuffer.wrap(bytes, start, end - start), end == bytes.length);
		}
	}

	/** A message of so many bytes, and fewer characters. */
	private static String message(int bytes) {
		String message = "{\"k\":\"U\",\"i\":1,\"x\":\"é€%s\"}";
		return message.formatted("x".repeat(bytes - bytes(message).length + 2));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
