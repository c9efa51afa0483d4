package io.vws.spring.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.vws.test.RawFrame;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the answers to requests, over a real socket: which, to whom, in what order.
 */
@Timeout(60)
class AnswersIntegrationTests {

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
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			request                                               | answer
			{"k":"s","t":"a","i":1}                               | a 1
			{"k":"s","t":"a"}                                     | a
			{"k":"u","t":"a","i":1}                               | a 1
			{"k":"u","t":"a"}                                     | a
			{"k":"u","t":"$ping","i":1}                           | a 1
			{"k":"u","t":"a/#/b","i":1}                           | a 1
			{"k":"u","i":1}                                       | a 1
			{"k":"U","i":1}                                       | a 1
			{"k":"U"}                                             | a
			{"k":"U","t":"not looked at","i":1}                   | a 1
			{"t":"a","d":1,"i":1}                                 | a 1
			{"k":null,"t":"a","d":1,"i":1}                        | a 1
			{"k":"","t":"a","d":1,"i":1}                          | a 1
			{"t":"a","d":false,"i":1}                             | a 1
			{"t":"a","d":0,"i":1}                                 | a 1
			{"t":"a","d":"","i":1}                                | a 1
			{"t":"a","d":[],"i":1}                                | a 1
			{"t":"a","d":{},"i":1}                                | a 1
			{"t":"a","d":null,"i":1}                              | n 1 data-required
			{"t":"a","i":1}                                       | n 1 data-required
			{"t":"a/+","d":1,"i":1}                               | n 1 invalid-topic
			{"t":"a/+","i":1}                                     | n 1 invalid-topic
			{"t":"secret/a","i":1}                                | n 1 data-required
			{"t":"","d":1,"i":1}                                  | n 1 invalid-topic
			{"t":null,"d":1,"i":1}                                | n 1 invalid-topic
			{"d":1,"i":1}                                         | n 1 invalid-topic
			{"i":1}                                               | n 1 invalid-topic
			{"k":"s","t":"a/#/b","i":1}                           | n 1 invalid-pattern
			{"k":"s","t":"a/#/b"}                                 | n invalid-pattern
			{"k":"s","t":"","i":1}                                | n 1 invalid-pattern
			{"k":"s","t":null,"i":1}                              | n 1 invalid-pattern
			{"k":"s","i":1}                                       | n 1 invalid-pattern
			{"k":"x","i":1}                                       | n 1 unsupported
			{"k":"x"}                                             | n unsupported
			{"k":"S","t":"a","i":1}                               | n 1 unsupported
			{"k":"A","i":1}                                       | n 1 unsupported
			{"k":" ","i":1}                                       | n 1 unsupported
			{"k":"s","t":"secret/a","i":1}                        | n 1 forbidden
			{"k":"s","t":"secret/a"}                              | n forbidden
			{"k":"s","t":"#","i":1}                               | n 1 forbidden
			{"k":"s","t":"$other","i":1}                          | n 1 forbidden
			{"t":"secret/a","d":1,"i":1}                          | n 1 forbidden
			{"t":"secret","d":1,"i":1}                            | n 1 forbidden
			{"k":"s","t":"a","i":1,"x":[{}],"K":"u","T":"b/#/c"}  | a 1
			{"K":"s","T":"a","t":"b","d":1,"i":1}                 | a 1
			{"k":"s","t":"a","i":1,"h":{}}                        | a 1
			{"k":"s","t":"a","i":1,"h":null}                      | a 1
			{"k":"s","t":"a","i":1,"h":{"unknown":"x"}}           | a 1
			{"k":"s","t":"a","i":1,"e":"ignored"}                 | a 1
			{"\\u006b":"s","t":"a","i":1}                         | a 1
			""")
	void requestThenExactlyOneAnswer(String request, String answer) throws IOException {
		assertThat(this.peer.ask(request)).isEqualTo(answer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-0", "7", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808",
			"\"\"", "\"7\"", "\"a b\"", "\"\\u0041\\/\\\"\"", "\"\\ud83d\\ude00\"", "\"\uD83D\uDE00\"", "\"\u2028<\"",
			"\"\\ud800\"" })
	void answerEchoesTheIdDigitForDigit(String id) throws IOException {
		assertThat(this.peer.exchange("{\"k\":\"s\",\"t\":\"a\",\"i\":" + id + "}"))
			.containsExactly("{\"k\":\"a\",\"i\":" + id + "}");
		assertThat(this.peer.exchange("{\"k\":\"x\",\"i\":" + id + "}")).singleElement()
			.asString()
			.startsWith("{\"k\":\"n\",\"i\":" + id + ",\"e\":");
		assertThat(this.peer.exchange("{\"i\" : \t" + id + " ,\"t\":\"a\",\"d\":1,\"k\":null}"))
			.containsExactly("{\"t\":\"a\",\"d\":1}", "{\"k\":\"a\",\"i\":" + id + "}");
	}

	@Test
	void answerWhenStringIdIsAtTheLimitThenEchoesIt() throws IOException {
		String longest = "\u00e4".repeat(512);
		assertThat(this.peer.exchange("{\"k\":\"U\",\"i\":\"" + longest + "\"}"))
			.containsExactly("{\"k\":\"a\",\"i\":\"" + longest + "\"}");
		assertThat(this.peer.ask("{\"k\":\"U\",\"i\":\"" + longest + "x\"}")).isEqualTo("n malformed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"t\":\"a\",\"d\":1}", "{\"t\":\"a/+\",\"d\":1}", "{\"t\":\"a\"}", "{\"d\":1}", "{}",
			"{\"t\":\"secret/a\",\"d\":1}", "{\"t\":\"a\",\"d\":1,\"i\":null}", "{\"k\":\"\",\"t\":\"+\"}",
			"{\"k\":\"a\",\"i\":1}", "{\"k\":\"a\"}", "{\"k\":\"n\",\"i\":1,\"e\":\"no\"}", "{\"k\":\"n\"}",
			"{\"k\":\"a\",\"i\":1,\"t\":\"+\",\"d\":null}", "" })
	void messageThatIsNeverAnswered(String message) throws IOException {
		assertThat(this.peer.exchange(message, message)).isEmpty();
	}

	@Test
	void emptyMessageOfAnyKindIsIgnored() throws IOException {
		this.peer.socket().sendFrame(true, RawFrame.BINARY, new byte[0]);
		this.peer.socket().sendFrame(false, RawFrame.TEXT, new byte[0]);
		this.peer.socket().sendFrame(true, RawFrame.CONTINUATION, new byte[0]);
		assertThat(this.peer.untilFence()).isEmpty();
	}

	@Test
	void answersComeInTheOrderOfTheRequests() throws IOException {
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			expected.add(switch (i % 5) {
				case 0 -> ask("{\"k\":\"s\",\"t\":\"p/" + i % 50 + "\",\"i\":" + i + "}", "a " + i);
				case 1 -> ask("{\"t\":\"nobody\",\"d\":" + i + ",\"i\":" + i + "}", "a " + i);
				case 2 -> ask("{\"i\":" + i + ",\"k\":", "n " + i + " malformed");
				case 3 -> ask("{\"k\":\"u\",\"t\":\"p/" + i % 50 + "\",\"i\":" + i + "}", "a " + i);
				default -> ask("{\"t\":\"secret/x\",\"d\":" + i + ",\"i\":" + i + "}", "n " + i + " forbidden");
			});
		}
		assertThat(this.peer.untilFence()).extracting(TestPeer::shorten).isEqualTo(expected);
	}

	private String ask(String request, String answer) throws IOException {
		this.peer.send(request);
		return answer;
	}

	@Test
	void sameIdTwiceThenTwoAnswers() throws IOException {
		assertThat(this.peer.exchange("{\"k\":\"U\",\"i\":1}", "{\"k\":\"U\",\"i\":1}"))
			.containsExactly("{\"k\":\"a\",\"i\":1}", "{\"k\":\"a\",\"i\":1}");
	}

	@Test
	void publisherGetsItsOwnEventBeforeItsAcknowledgment() throws IOException {
		this.peer.subscribe("own");
		assertThat(this.peer.exchange("{\"t\":\"own\",\"d\":1,\"i\":5}", "{\"t\":\"own\",\"d\":2}"))
			.containsExactly("{\"t\":\"own\",\"d\":1}", "{\"k\":\"a\",\"i\":5}", "{\"t\":\"own\",\"d\":2}");
	}

	@Test
	void answersGoToTheAskerAlone() throws IOException {
		try (TestPeer other = app.connect()) {
			other.subscribe("all/#");
			this.peer.exchange("{\"k\":\"s\",\"t\":\"all/1\",\"i\":1}", "{\"t\":\"all/1\",\"i\":2}",
					"{\"t\":\"all/1\",\"d\":3,\"i\":3}");
			assertThat(other.untilFence()).containsExactly("{\"t\":\"all/1\",\"d\":3}");
		}
	}

}
