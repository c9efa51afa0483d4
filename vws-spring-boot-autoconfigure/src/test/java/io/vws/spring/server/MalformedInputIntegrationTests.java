package io.vws.spring.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for input of every kind that is not a VWS message, over a real socket: it is
 * answered, the connection lives, and the log says nothing of what it held.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class MalformedInputIntegrationTests {

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
		this.peer.subscribe("alive");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			input                                                | answer
			PAYLOAD                                              | n malformed
			` `                                                  | n malformed
			null                                                 | n malformed
			true                                                 | n malformed
			7                                                    | n malformed
			"PAYLOAD"                                            | n malformed
			[]                                                   | n malformed
			[{"t":"a","d":1,"i":7}]                              | n malformed
			{                                                    | n malformed
			{"i":7                                               | n 7 malformed
			{"i":7,"d":"PAYLOAD                                  | n 7 malformed
			{"d":"PAYLOAD,"i":7}                                 | n malformed
			{"i":7}}                                             | n 7 malformed
			{"i":7} PAYLOAD                                      | n 7 malformed
			{"i":7}{"i":8}                                       | n 7 malformed
			{"i":7,}                                             | n 7 malformed
			{'i':7}                                              | n malformed
			{i:7}                                                | n malformed
			{"i":7,"d":NaN}                                      | n 7 malformed
			{"i":7,"d":Infinity}                                 | n 7 malformed
			{"i":7,"d":01}                                       | n 7 malformed
			{"i":7,"d":+1}                                       | n 7 malformed
			{"i":7,"d":.5}                                       | n 7 malformed
			{"i":7,"d":1.}                                       | n 7 malformed
			{"i":7,"d":0x1}                                      | n 7 malformed
			{"i":7,"d":[1,]}                                     | n 7 malformed
			{"i":7,"d":[1,,2]}                                   | n 7 malformed
			{"i":7,"d":{"a"}}                                    | n 7 malformed
			{"i":7,"d":tru}                                      | n 7 malformed
			{"i":7,"d":"\\x"}                                    | n 7 malformed
			{"i":7,"d":"\\u12g4"}                                | n 7 malformed
			{"i":7,"d":/*PAYLOAD*/1}                             | n 7 malformed
			{"i":7,"k":1}                                        | n 7 malformed
			{"k":1,"i":7}                                        | n 7 malformed
			{"k":["s"],"t":"a","i":7}                            | n 7 malformed
			{"k":{"s":"PAYLOAD"},"i":7}                          | n 7 malformed
			{"k":true,"i":7}                                     | n 7 malformed
			{"t":1,"d":1,"i":7}                                  | n 7 malformed
			{"t":["PAYLOAD"],"d":1,"i":7}                        | n 7 malformed
			{"t":{},"d":1,"i":7}                                 | n 7 malformed
			{"t":"a","d":1,"h":"PAYLOAD","i":7}                  | n 7 malformed
			{"t":"a","d":1,"h":[],"i":7}                         | n 7 malformed
			{"t":"a","d":1,"h":1,"i":7}                          | n 7 malformed
			{"t":"a","d":1,"h":{"traceparent":1},"i":7}          | n 7 malformed
			{"t":"a","d":1,"h":{"unknown":{"x":1}},"i":7}        | n 7 malformed
			{"t":"a","d":1,"i":1.0}                              | n malformed
			{"t":"a","d":1,"i":1e3}                              | n malformed
			{"t":"a","d":1,"i":9223372036854775808}              | n malformed
			{"t":"a","d":1,"i":-9223372036854775809}             | n malformed
			{"t":"a","d":1,"i":12345678901234567890}             | n malformed
			{"t":"a","d":1,"i":true}                             | n malformed
			{"t":"a","d":1,"i":[7]}                              | n malformed
			{"t":"a","d":1,"i":{"PAYLOAD":7}}                    | n malformed
			{"t":"a","d":1,"i":1,"i":2}                          | n malformed
			{"t":"a","d":1,"i":1,"i":1}                          | n malformed
			{"t":"a","d":1,"i":null,"i":1}                       | n malformed
			{"t":"a","d":1,"i":1,"\\u0069":2}                    | n malformed
			{"k":"s","k":"u","t":"a","i":7}                      | n 7 malformed
			{"k":"s","\\u006b":"u","t":"a","i":7}                | n 7 malformed
			{"t":"a","t":"a","d":1,"i":7}                        | n 7 malformed
			{"t":"a","d":1,"d":1,"i":7}                          | n 7 malformed
			{"t":"a","d":1,"h":{},"h":{},"i":7}                  | n 7 malformed
			{"i":7,"t":"a","d":1,"d":                            | n 7 malformed
			""")
	void inputThenOneAnswerAndTheConnectionLives(String input, String answer, CapturedOutput output)
			throws IOException {
		assertThat(this.peer.ask(input)).isEqualTo(answer);
		assertThat(this.peer.exchange("{\"t\":\"alive\",\"d\":1}")).containsExactly("{\"t\":\"alive\",\"d\":1}");
		LogAssertions.assertThatNothingIsLogged(output);
	}

	static Stream<Arguments> bounds() {
		return Stream.of(Arguments.of("nesting at the bound", nested(499), true),
				Arguments.of("nesting above the bound", nested(500), false),
				Arguments.of("deep nesting", nested(15_000), false),
				Arguments.of("deep nesting without an end", "[".repeat(30_000), false),
				Arguments.of("integer at the bound", "1".repeat(1000), true),
				Arguments.of("integer above the bound", "1".repeat(1001), false),
				Arguments.of("nested integer above the bound", "{\"a\":[" + "1".repeat(1001) + "]}", false),
				Arguments.of("fraction at the bound", "1." + "1".repeat(999), true),
				Arguments.of("fraction above the bound", "0." + "1".repeat(1001), false),
				Arguments.of("any count of keys", keys(2000), true),
				Arguments.of("control character", "\"\u0001\"", false), Arguments.of("line break", "\"a\nb\"", false),
				Arguments.of("U+0000", "\"\0\"", false),
				Arguments.of("replacement of a byte order mark", "\uFEFF1", false));
	}

	private static String nested(int depth) {
		return "[".repeat(depth) + "]".repeat(depth);
	}

	private static String keys(int count) {
		StringBuilder object = new StringBuilder("{\"x\":0");
		for (int i = 0; i < count; i++) {
			object.append(",\"").append(i).append("\":0");
		}
		return object.append('}').toString();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("bounds")
	void payload(String name, String payload, boolean valid, CapturedOutput output) throws IOException {
		String event = "{\"t\":\"alive\",\"d\":" + payload;
		if (valid) {
			assertThat(this.peer.exchange(event + ",\"i\":7}")).containsExactly(event + "}", "{\"k\":\"a\",\"i\":7}");
		}
		else {
			assertThat(this.peer.ask("{\"i\":7,\"t\":\"alive\",\"d\":" + payload + "}")).isEqualTo("n 7 malformed");
		}
		LogAssertions.assertThatNothingIsLogged(output);
	}

	@Test
	void binaryThatIsNotUtf8ThenMalformed(CapturedOutput output) throws IOException {
		byte[] latin = "{\"t\":\"alive\",\"d\":\"\u00e4\",\"i\":7}".getBytes(StandardCharsets.ISO_8859_1);
		this.peer.socket().sendFrame(true, RawFrame.BINARY, latin);
		assertThat(this.peer.untilFence()).extracting(TestPeer::shorten).containsExactly("n malformed");
		LogAssertions.assertThatNothingIsLogged(output);
	}

	@Test
	void answerTellsNothingOfTheInput(CapturedOutput output) throws IOException {
		assertThat(this.peer.exchange("{\"i\":7,\"PAYLOAD\":PAYLOAD", "{\"k\":\"PAYLOAD\"}",
				"{\"k\":\"s\",\"t\":\"PAYLOAD+\"}", "{\"t\":\"PAYLOAD#\",\"d\":1,\"i\":1}",
				"{\"t\":\"secret/PAYLOAD\",\"d\":1,\"i\":1}"))
			.hasSize(5)
			.noneMatch((answer) -> answer.contains("PAYLOAD") || answer.contains("Exception")
					|| answer.contains("secret"));
		LogAssertions.assertThatNothingIsLogged(output);
	}

}
