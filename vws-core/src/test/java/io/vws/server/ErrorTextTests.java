package io.vws.server;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vws.wire.NackCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The text of a refusal is one of a closed list: nothing of what was sent, of the rules
 * or of an exception is in it.
 */
@Timeout(60)
class ErrorTextTests {

	private static final List<String> TOPIC_FAULTS = List.of("'[+#]' is not allowed in a topic", "must not be empty",
			"must not be longer than 1024 bytes in UTF-8", "must not have more than 64 levels",
			"must not contain U\\+0000", "must not contain an unpaired surrogate",
			"'[+#]' must be the first character of its level", "'#' must be the last level",
			"a name must be \\[A-Za-z_]\\[A-Za-z0-9_]\\*", "a name must not be used twice");

	private static final Pattern TEXTS = Pattern
		.compile(Stream
			.concat(Stream.of(NackCode.values()).map(NackCode::text).map(Pattern::quote),
					TOPIC_FAULTS.stream().map((fault) -> fault + " \\(at index \\d+\\)"))
			.collect(Collectors.joining("|")));

	private final TestAuthorizer authorizer = new TestAuthorizer();

	private final TestServer server = TestServer.create(this.authorizer);

	private final TestClient client = this.server.connect("c1");

	@AfterEach
	void stop() {
		this.server.close();
	}

	private String text(String request) {
		JsonNode answer = TestServer.MAPPER.readTree(this.client.exchange(request).get(0));
		return answer.get("e").asString();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			request                                | text
			{PAYLOAD                               | The message is not a valid VWS message
			{"i":1,"i":"PAYLOAD"}                  | The message is not a valid VWS message
			{"k":"PAYLOAD"}                        | This kind of message is not supported
			{"t":"PAYLOAD","i":1}                  | An event needs data
			{"t":"PAYLOAD/+","d":1,"i":1}          | '+' is not allowed in a topic (at index 8)
			{"t":"","d":"PAYLOAD","i":1}           | must not be empty (at index 0)
			{"k":"s","t":"PAYLOAD+"}               | '+' must be the first character of its level (at index 7)
			{"k":"s","t":"#/PAYLOAD"}              | '#' must be the last level (at index 0)
			{"k":"s","t":"+PAYLOAD-"}              | a name must be [A-Za-z_][A-Za-z0-9_]* (at index 8)
			{"k":"s","t":"+PAYLOAD/+PAYLOAD"}      | a name must not be used twice (at index 10)
			{"k":"s","t":"PAYLOAD\\u0000"}         | must not contain U+0000 (at index 7)
			{"k":"s","t":"PAYLOAD\\ud800"}         | must not contain an unpaired surrogate (at index 7)
			""")
	void textSaysWhatIsWrongAndWhereInWordsOfTheServer(String request, String text) {
		assertThat(text(request)).isEqualTo(text).matches(TEXTS);
	}

	@Test
	void textOfARefusalByTheRulesIsTheSameWhateverTheReason() {
		String publish = "{\"t\":\"PAYLOAD\",\"d\":\"PAYLOAD\",\"i\":1}";
		this.authorizer.onPublish = (event) -> Decision.refuse();
		assertThat(text(publish)).isEqualTo("This is not allowed");
		this.authorizer.onPublish = (event) -> {
			throw new IllegalStateException("No rule for " + event.payload().json());
		};
		assertThat(text(publish)).isEqualTo("This is not allowed");
	}

	@Test
	void textOfWhateverIsSentIsOneOfTheList() {
		Random random = new Random(7);
		List<String> pieces = List.of("{", "}", "\"k\":", "\"t\":", "\"d\":", "\"i\":", "\"h\":", "\"s\"", "\"u\"",
				"\"x\"", ",", "+", "#", "\"PAYLOAD/+\"", "\"#PAYLOAD\"", "\"+a/+a\"", "\"a#\"", "1", "\"", "[",
				"\\ud800", "\\u0000", "\"" + "/".repeat(70) + "\"", "\"" + "x".repeat(1025) + "\"");
		int refused = 0;
		for (int i = 0; i < 2000; i++) {
			StringBuilder request = new StringBuilder((i % 2 == 0) ? "{\"i\":1," : "{\"k\":\"s\",\"t\":");
			for (int j = random.nextInt(4); j >= 0; j--) {
				request.append(pieces.get(random.nextInt(pieces.size())));
			}
			for (String frame : this.client.exchange(request.append('}').toString())) {
				JsonNode answer = TestServer.MAPPER.readTree(frame);
				if (answer.path("k").asString("").equals("n")) {
					assertThat(answer.get("e").asString()).as(request.toString()).matches(TEXTS);
					refused++;
				}
			}
		}
		assertThat(refused).isGreaterThan(1000);
	}

}
