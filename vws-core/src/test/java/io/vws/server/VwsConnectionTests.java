package io.vws.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static io.vws.server.TestServer.await;

/**
 * Requests and answers of one {@link VwsConnection}, and the events it gets.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsConnectionTests {

	private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private final TestServer server = TestServer.create();

	private final TestClient client = this.server.connect("c1");

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			message                          | answer
			{"k":"s","t":"a/+","i":1}        | a 1
			{"k":"s","t":"a/#"}              | a -
			{"k":"s","t":"#","i":"x"}        | a "x"
			{"k":"s","t":"a/#/b","i":1}      | n 1 invalid-pattern
			{"k":"s","t":"a+","i":1}         | n 1 invalid-pattern
			{"k":"s","t":"","i":1}           | n 1 invalid-pattern
			{"k":"s","t":null,"i":1}         | n 1 invalid-pattern
			{"k":"s","i":1}                  | n 1 invalid-pattern
			{"k":"s"}                        | n - invalid-pattern
			{"k":"s","t":1,"i":1}            | n 1 malformed
			{"k":"u","t":"a","i":1}          | a 1
			{"k":"u","t":"a"}                | a -
			{"k":"u","t":"#/#","i":1}        | a 1
			{"k":"u","i":1}                  | a 1
			{"k":"u","t":"$ping","i":1}      | a 1
			{"k":"U","i":1}                  | a 1
			{"k":"U"}                        | a -
			{"t":"a","d":{"x":1},"i":1}      | a 1
			{"k":"","t":"a","d":1,"i":1}     | a 1
			{"k":null,"t":"a","d":1,"i":1}   | a 1
			{"t":"a","d":false,"i":1}        | a 1
			{"t":"a","d":0,"i":1}            | a 1
			{"t":"a","d":"","i":1}           | a 1
			{"t":"$a","d":1e400,"i":1}       | a 1
			{"t":"a","d":null,"i":1}         | n 1 data-required
			{"t":"a","i":1}                  | n 1 data-required
			{"t":"a/+","d":1,"i":1}          | n 1 invalid-topic
			{"t":"#","i":1}                  | n 1 invalid-topic
			{"t":"","d":1,"i":1}             | n 1 invalid-topic
			{"d":1,"i":1}                    | n 1 invalid-topic
			{"t":"a\\u0000","d":1,"i":1}     | n 1 invalid-topic
			{"t":"\\ud83d","d":1,"i":1}      | n 1 invalid-topic
			{"k":"x","i":1}                  | n 1 unsupported
			{"k":"S","t":"a"}                | n - unsupported
			{"k":1,"i":1}                    | n 1 malformed
			{"i":1.5,"t":"a","d":1}          | n - malformed
			{"i":1,"i":1,"t":"a","d":1}      | n - malformed
			x                                | n - malformed
			[]                               | n - malformed
			""")
	void receiveWhenRequestThenAnswersOnce(String message, String answer) {
		assertThat(this.client.ask(message)).containsExactly(answer);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, nullValues = "-", emptyValue = "", textBlock = """
			message                  | refused
			{"t":"b","d":1}          | -
			{"t":"b","d":1,"i":null} | -
			{"t":"b"}                | refused c1 data-required
			{"t":"+","d":1}          | refused c1 invalid-topic
			{"k":"a","i":1}          | -
			{"k":"n","i":1}          | -
			{"k":"a"}                | -
			''                       | -
			""")
	void receiveWhenNoAnswerIsDueThenThereIsNone(String message, @Nullable String refused) {
		assertThat(this.client.exchange(message)).isEmpty();
		List<String> expected = new ArrayList<>(List.of("opened c1"));
		if (refused != null) {
			expected.add(refused);
		}
		assertThat(this.server.listener.calls).isEqualTo(expected);
	}

	@Test
	void receiveWhenIdIsUnusualThenItIsEchoedCharForChar() {
		assertThat(this.client.exchange("{\"k\":\"U\",\"i\":9007199254740993}", "{\"k\":\"U\",\"i\":\"\\u0041\\/\"}",
				"{\"k\":\"x\",\"i\":-0}"))
			.containsExactly("{\"k\":\"a\",\"i\":9007199254740993}", "{\"k\":\"a\",\"i\":\"\\u0041\\/\"}",
					"{\"k\":\"n\",\"i\":-0,\"e\":\"This kind of message is not supported\","
							+ "\"h\":{\"vws-code\":\"unsupported\"}}");
	}

	@Test
	void receiveWhenSeveralRequestsThenAnswersAreInTheirOrder() {
		assertThat(this.client.ask("{\"k\":\"s\",\"t\":\"a\",\"i\":1}", "x", "{\"t\":\"b\",\"d\":1,\"i\":2}",
				"{\"k\":\"x\",\"i\":3}", "{\"k\":\"u\",\"t\":\"a\",\"i\":1}"))
			.containsExactly("a 1", "n - malformed", "a 2", "n 3 unsupported", "a 1");
	}

	@Test
	void publishWhenSubscribedItselfThenGetsItsOwnEventAsSent() {
		assertThat(this.client.exchange("{\"k\":\"s\",\"t\":\"a/+x\"}",
				"{\"i\":7,\"d\":[ 1.0,9007199254740993 ,\"\\u0041<\"],\"t\":\"a/\\u0062\",\"x\":1}"))
			.containsExactly("{\"k\":\"a\"}", "{\"t\":\"a/b\",\"d\":[ 1.0,9007199254740993 ,\"\\u0041<\"]}",
					"{\"k\":\"a\",\"i\":7}");
	}

	@Test
	void publishReachesTheOthersAndTheApplication() {
		List<String> heard = new ArrayList<>();
		this.server.bus.subscribe("#", (event, subscription) -> heard
			.add(event.topic() + "=" + event.payload().json() + " of " + String.valueOf(event.sender())));
		TestClient other = this.server.connect("c2");
		other.ask("{\"k\":\"s\",\"t\":\"a\"}");
		this.client.ask("{\"t\":\"a\",\"d\":1}");
		assertThat(other.ask()).containsExactly("a=1");
		assertThat(heard).containsExactly("a=1 of " + this.client.connection.peer());
		assertThat(this.client.connection.peer().name()).isEqualTo("alice");
	}

	@Test
	void publishForwardsListedHeadersOnly() {
		this.client.ask("{\"k\":\"s\",\"t\":\"a\"}");
		assertThat(
				this.client.exchange(
						"{\"t\":\"a\",\"d\":1,\"h\":{\"baggage\":\"x\",\"vws-code\":\"busy\",\"traceparent\":\""
								+ TRACEPARENT + "\"}}",
						"{\"t\":\"a\",\"d\":2,\"h\":{\"traceparent\":\"junk\",\"tracestate\":\"a=b\"}}"))
			.containsExactly("{\"t\":\"a\",\"d\":1,\"h\":{\"traceparent\":\"" + TRACEPARENT + "\"}}",
					"{\"t\":\"a\",\"d\":2}");
	}

	@Test
	void publishWhenTracesAreRestartedThenForwardsNothingOfTheClientsTrace() {
		ServerSettings defaults = ServerSettings.defaults();
		ServerSettings settings = new ServerSettings(defaults.limits(), defaults.timeouts(), defaults.queue(),
				Set.of("traceparent", "tracestate", "baggage"), TraceTrust.RESTART, List.of());
		try (TestServer restarting = TestServer.create(settings)) {
			TestClient publisher = restarting.connect("c1");
			publisher.ask("{\"k\":\"s\",\"t\":\"a\"}");
			assertThat(publisher.exchange("{\"t\":\"a\",\"d\":1,\"h\":{\"baggage\":\"x\",\"tracestate\":\"a=b\","
					+ "\"traceparent\":\"" + TRACEPARENT + "\"}}"))
				.singleElement()
				.asString()
				.matches("\\{\"t\":\"a\",\"d\":1,\"h\":\\{\"traceparent\":\"00-[0-9a-f]{32}-[0-9a-f]{16}-01\"}}")
				.doesNotContain(TRACEPARENT.substring(3, 35), TRACEPARENT.substring(36, 52));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "vws-code", "VWS-x", "vws-" })
	void settingsWhenForwardHeadersHoldOneOfTheServersThenFail(String header) {
		ServerSettings defaults = ServerSettings.defaults();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ServerSettings(defaults.limits(), defaults.timeouts(), defaults.queue(),
					Set.of("baggage", header), defaults.trace(), List.of()))
			.withMessage("Header '" + header + "' is the server's own and never forwarded");
	}

	@Test
	void deliverWhenSeveralPatternsMatchThenSendsOnce() {
		this.client.ask("{\"k\":\"s\",\"t\":\"a/b\"}", "{\"k\":\"s\",\"t\":\"a/+\"}", "{\"k\":\"s\",\"t\":\"a/+x\"}",
				"{\"k\":\"s\",\"t\":\"#\"}", "{\"k\":\"s\",\"t\":\"#\"}");
		this.server.bus.publish("a/b", 1);
		assertThat(this.client.ask()).containsExactly("a/b=1");
		assertThat(this.client.connection.patterns()).containsExactly("a/b", "a/+", "a/+x", "#");
		assertThat(this.server.bus.subscriptionCount()).isEqualTo(4);
	}

	@Test
	void unsubscribeWhenAnotherPatternMatchesThenItStillDelivers() {
		this.client.ask("{\"k\":\"s\",\"t\":\"a/+\"}", "{\"k\":\"s\",\"t\":\"a/#\"}");
		assertThat(this.client.ask("{\"k\":\"u\",\"t\":\"a/+\",\"i\":1}", "{\"t\":\"a/b\",\"d\":1}",
				"{\"k\":\"u\",\"t\":\"a/+\",\"i\":2}", "{\"k\":\"u\",\"t\":\"a/#\",\"i\":3}",
				"{\"t\":\"a/b\",\"d\":2}"))
			.containsExactly("a 1", "a/b=1", "a 2", "a 3");
		assertThat(this.server.bus.subscriptionCount()).isZero();
	}

	/** Patterns are compared by their text. */
	@Test
	void unsubscribeWhenPatternIsNamedDifferentlyThenChangesNothing() {
		this.client.ask("{\"k\":\"s\",\"t\":\"a/+x\"}");
		assertThat(this.client.ask("{\"k\":\"u\",\"t\":\"a/+\",\"i\":1}", "{\"t\":\"a/b\",\"d\":1}"))
			.containsExactly("a 1", "a/b=1");
	}

	@Test
	void unsubscribeAllEndsAllSubscriptions() {
		this.client.ask("{\"k\":\"s\",\"t\":\"a\"}", "{\"k\":\"s\",\"t\":\"#\"}");
		assertThat(this.client.ask("{\"k\":\"U\",\"i\":1}", "{\"t\":\"a\",\"d\":1}")).containsExactly("a 1");
		assertThat(this.client.connection.patterns()).isEmpty();
		assertThat(this.server.bus.subscriptionCount()).isZero();
		assertThat(this.client.ask("{\"k\":\"s\",\"t\":\"a\",\"i\":2}", "{\"t\":\"a\",\"d\":2}")).containsExactly("a 2",
				"a=2");
	}

	@Test
	void subscribeWhenThereAreTooManyThenRefusesUntilOneEnds() {
		try (TestServer small = TestServer.create(TestServer.limits(10, 2, 1024))) {
			TestClient limited = small.connect("c1");
			assertThat(limited.ask("{\"k\":\"s\",\"t\":\"a\",\"i\":1}", "{\"k\":\"s\",\"t\":\"b\",\"i\":2}",
					"{\"k\":\"s\",\"t\":\"c\",\"i\":3}", "{\"k\":\"s\",\"t\":\"a\",\"i\":4}",
					"{\"k\":\"u\",\"t\":\"b\",\"i\":5}", "{\"k\":\"s\",\"t\":\"c\",\"i\":6}"))
				.containsExactly("a 1", "a 2", "n 3 too-many-subscriptions", "a 4", "a 5", "a 6");
			assertThat(limited.connection.patterns()).containsExactly("a", "c");
			assertThat(small.listener.calls).contains("refused c1 too-many-subscriptions");
		}
	}

	@Test
	void transportClosedEndsTheConnectionOnce() {
		this.client.ask("{\"k\":\"s\",\"t\":\"#\"}");
		this.client.connection.transportClosed(CloseReason.of(1000, "bye"));
		this.client.connection.transportClosed(CloseReason.ABNORMAL);
		this.client.connection.close(CloseReason.GOING_AWAY);
		assertThat(this.server.listener.calls).containsExactly("opened c1", "closed c1 1000");
		assertThat(this.server.bus.subscriptionCount()).isZero();
		assertThat(this.server.server.connections()).isEmpty();
		this.server.bus.publish("a", 1);
		this.client.send("{\"k\":\"s\",\"t\":\"#\"}", "{\"t\":\"a\",\"d\":1,\"i\":1}");
		assertThat(this.server.bus.subscriptionCount()).isZero();
	}

	@Test
	void closeSendsWhatWaitsAndEndsTheSubscriptions() {
		this.client.transport.block();
		this.client.send("{\"k\":\"s\",\"t\":\"a\",\"i\":1}", "{\"t\":\"a\",\"d\":1,\"i\":2}");
		this.client.connection.close(CloseReason.of(4503, "operator"));
		assertThat(this.server.bus.subscriptionCount()).isZero();
		this.client.send("{\"k\":\"U\",\"i\":3}");
		this.client.transport.unblock();
		this.client.awaitCall("close 4503");
		assertThat(this.client.transport.frames()).extracting(TestClient::summary).containsExactly("a 1", "a=1", "a 2");
		await().until(() -> this.server.server.connections().isEmpty());
		assertThat(this.server.listener.calls).containsExactly("opened c1", "closed c1 4503");
	}

}
