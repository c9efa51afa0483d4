package io.vws.spring.server;

import java.io.IOException;
import java.util.stream.Stream;

import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for topics and patterns over a real socket: who gets what, and how often.
 */
@Timeout(60)
class TopicMatchingIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@AutoClose
	private TestPeer peer;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start("vws.server.authorization.subscribe[0].topic=$secret",
				"vws.server.authorization.publish[0].topic=$s");
	}

	@BeforeEach
	void connect() throws IOException {
		this.peer = app.connect();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', commentCharacter = '%', useHeadersInDisplayName = true, textBlock = """
			pattern       | topic        | arrives
			a             | a            | true
			a             | A            | false
			a             | a/           | false
			a             | b            | false
			a/b           | a/b/c        | false
			+             | a            | true
			+             | a/b          | false
			+             | /            | false
			+/+           | /            | true
			a/+           | a/           | true
			a/+           | a            | false
			a/+/c         | a//c         | true
			a/+/c         | a/b/c        | true
			a/+/c         | a/b/b/c      | false
			/+            | /a           | true
			+room/light   | attic/light  | true
			+room/#rest   | attic        | true
			+room/#rest   | attic/a/b    | true
			#             | a            | true
			#             | /            | true
			#             | a/b/c        | true
			#all          | a/b/c        | true
			a/#           | a            | true
			a/#           | a/           | true
			a/#           | a/b/c        | true
			a/#           | ab           | false
			a/#           | b/a          | false
			/#            | /            | true
			/#            | a            | false
			#             | $SYS         | false
			#             | $SYS/a       | false
			+/a           | $SYS/a       | false
			+             | $SYS         | false
			$SYS/#        | $SYS         | true
			$SYS/+        | $SYS/a       | true
			$SYS/a        | $SYS/a       | true
			#             | a/$SYS       | true
			a/+           | a/$b         | true
			' a '         | ' a '        | true
			' a '         | a            | false
			\u00fc/+      | \u00fc/\u00fc | true
			""")
	void eventArrivesIfThePatternMatches(String pattern, String topic, boolean arrives) throws IOException {
		this.peer.subscribe(pattern);
		String event = "{\"t\":" + TestPeer.quote(topic) + ",\"d\":1}";
		assertThat(this.peer.exchange(event.replace("}", ",\"i\":1}"))).isEqualTo(
				Stream.of(arrives ? event : "", "{\"k\":\"a\",\"i\":1}").filter((text) -> !text.isEmpty()).toList());
		app.bus().publish(topic, 1);
		assertThat(this.peer.untilFence()).hasSize(arrives ? 1 : 0).allMatch(event::equals);
	}

	@Test
	void overlappingPatternsThenTheEventComesOnce() throws IOException {
		this.peer.subscribe("o/a", "o/+", "o/+x", "o/#", "o/#y", "#", "+/a", "+/+", "+one/+two");
		assertThat(this.peer.exchange("{\"t\":\"o/a\",\"d\":1}")).containsExactly("{\"t\":\"o/a\",\"d\":1}");
		for (String pattern : new String[] { "#", "o/a", "o/#", "+one/+two", "o/+x", "+/a", "o/#y", "+/+" }) {
			assertThat(this.peer.exchange("{\"k\":\"u\",\"t\":\"" + pattern + "\",\"i\":1}", "{\"t\":\"o/a\",\"d\":1}"))
				.as("after " + pattern)
				.containsExactly("{\"k\":\"a\",\"i\":1}", "{\"t\":\"o/a\",\"d\":1}");
		}
		assertThat(this.peer.exchange("{\"k\":\"u\",\"t\":\"o/+\",\"i\":1}", "{\"t\":\"o/a\",\"d\":1}"))
			.containsExactly("{\"k\":\"a\",\"i\":1}");
	}

	@Test
	void subscribingTwiceThenTheEventComesOnceAndOneUnsubscribeEndsIt() throws IOException {
		this.peer.subscribe("t/+", "t/+");
		assertThat(this.peer.exchange("{\"t\":\"t/1\",\"d\":1}", "{\"k\":\"u\",\"t\":\"t/+\",\"i\":1}",
				"{\"t\":\"t/1\",\"d\":2}"))
			.containsExactly("{\"t\":\"t/1\",\"d\":1}", "{\"k\":\"a\",\"i\":1}");
	}

	@Test
	void unsubscribingWhatIsNotSubscribedChangesNothing() throws IOException {
		this.peer.subscribe("t/+");
		assertThat(this.peer.exchange("{\"k\":\"u\",\"t\":\"t/1\",\"i\":1}", "{\"k\":\"u\",\"t\":\"#\",\"i\":2}",
				"{\"t\":\"t/1\",\"d\":1}"))
			.containsExactly("{\"k\":\"a\",\"i\":1}", "{\"k\":\"a\",\"i\":2}", "{\"t\":\"t/1\",\"d\":1}");
	}

	@Test
	void unsubscribingAllEndsAllAndSubscribingAgainWorks() throws IOException {
		this.peer.subscribe("t/+", "#", "t/1");
		assertThat(this.peer.exchange("{\"k\":\"U\",\"i\":1}", "{\"t\":\"t/1\",\"d\":1}"))
			.containsExactly("{\"k\":\"a\",\"i\":1}");
		this.peer.subscribe("t/+");
		assertThat(this.peer.exchange("{\"t\":\"t/1\",\"d\":2}")).containsExactly("{\"t\":\"t/1\",\"d\":2}");
	}

	static Stream<Arguments> invalid() {
		return Stream.of(Arguments.of("", "must not be empty (at index 0)"),
				Arguments.of("a+", "'+' must be the first character of its level (at index 1)"),
				Arguments.of("a/b#", "'#' must be the first character of its level (at index 3)"),
				Arguments.of("a/#/b", "'#' must be the last level (at index 2)"),
				Arguments.of("a/+1", "a name must be [A-Za-z_][A-Za-z0-9_]* (at index 3)"),
				Arguments.of("++", "a name must be [A-Za-z_][A-Za-z0-9_]* (at index 1)"),
				Arguments.of("+a/#a", "a name must not be used twice (at index 4)"),
				Arguments.of("a/\0", "must not contain U+0000 (at index 2)"),
				Arguments.of("a/\\ud800", "must not contain an unpaired surrogate (at index 2)"),
				Arguments.of("x".repeat(1025), "must not be longer than 1024 bytes in UTF-8 (at index 1024)"),
				Arguments.of("\u00e4".repeat(513), "must not be longer than 1024 bytes in UTF-8 (at index 512)"),
				Arguments.of("/".repeat(64), "must not have more than 64 levels (at index 63)"));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void invalidTextIsRefusedAndThePositionNamed(String text, String reason) throws IOException {
		String json = text.endsWith("\\ud800") ? "\"" + text + "\"" : TestPeer.quote(text);
		String subscribe = "{\"k\":\"s\",\"t\":" + json + ",\"i\":1}";
		assertThat(this.peer.exchange(subscribe))
			.containsExactly("{\"k\":\"n\",\"i\":1,\"e\":\"" + reason + "\",\"h\":{\"vws-code\":\"invalid-pattern\"}}");
		assertThat(this.peer.ask("{\"t\":" + json + ",\"d\":1,\"i\":1}")).isEqualTo("n 1 invalid-topic");
	}

	@ParameterizedTest
	@CsvSource({ "+", "#", "a/+", "a/#", "+room/a", "a/#rest" })
	void topicWithAWildcardIsRefused(String topic) throws IOException {
		assertThat(this.peer.ask("{\"t\":\"" + topic + "\",\"d\":1,\"i\":1}")).isEqualTo("n 1 invalid-topic");
	}

	@Test
	void longestTopicWorks() throws IOException {
		String longest = "a/".repeat(63) + "\u00e4".repeat(449);
		this.peer.subscribe(longest, "a/#");
		assertThat(this.peer.exchange("{\"t\":\"" + longest + "\",\"d\":1}"))
			.containsExactly("{\"t\":\"" + longest + "\",\"d\":1}");
	}

}
