package io.vws.wire;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What {@link VwsCodec} takes for which message, and what it refuses.
 */
class VwsCodecTests {

	private static final MessageId ID = MessageId.of(7);

	/** A message of each kind as it comes from a peer. */
	private static final Map<Class<?>, String> SAMPLES = Map.of(VwsMessage.Event.class, "{\"t\":\"a\",\"d\":1,\"i\":7}",
			VwsMessage.Subscribe.class, "{\"k\":\"s\",\"t\":\"a\",\"i\":7}", VwsMessage.Unsubscribe.class,
			"{\"k\":\"u\",\"t\":\"a\",\"i\":7}", VwsMessage.UnsubscribeAll.class, "{\"k\":\"U\",\"i\":7}",
			VwsMessage.Ack.class, "{\"k\":\"a\",\"i\":7}", VwsMessage.Nack.class,
			"{\"k\":\"n\",\"i\":7,\"e\":\"no\",\"h\":{\"vws-code\":\"busy\"}}", VwsMessage.Unknown.class,
			"{\"k\":\"x\",\"i\":7}");

	private final VwsCodec codec = new VwsCodec(Set.of("traceparent", "tracestate"));

	@ParameterizedTest
	@MethodSource
	void decodeWhenMessageIsValidThenReturnsIt(String json, VwsMessage expected) throws Exception {
		assertThat(this.codec.decode(json)).isEqualTo(expected);
	}

	static Stream<Arguments> decodeWhenMessageIsValidThenReturnsIt() {
		return Stream.of(arguments("{\"t\":\"a\",\"d\":{}}", event("a", "{}")),
				arguments("{\"k\":\"\",\"t\":\"a\",\"d\":1}", event("a", "1")),
				arguments("{\"k\":null,\"t\":\"a\",\"d\":1}", event("a", "1")),
				arguments("{}", new VwsMessage.Event(null, null, null, Map.of())),
				arguments(" \t\r\n{ \"d\" :\n1\t} ", new VwsMessage.Event(null, null, "1", Map.of())),
				arguments("{\"t\":null,\"d\":null,\"i\":null,\"h\":null,\"e\":null,\"k\":null}",
						new VwsMessage.Event(null, null, null, Map.of())),
				arguments("{\"k\":\"s\",\"t\":\"a/+\",\"i\":7}", new VwsMessage.Subscribe(ID, "a/+")),
				arguments("{\"k\":\"s\"}", new VwsMessage.Subscribe(null, null)),
				arguments("{\"t\":\"a/+\",\"i\":7,\"k\":\"u\"}", new VwsMessage.Unsubscribe(ID, "a/+")),
				arguments("{\"k\":\"u\",\"t\":null}", new VwsMessage.Unsubscribe(null, null)),
				arguments("{\"k\":\"U\",\"t\":\"x\",\"i\":7}", new VwsMessage.UnsubscribeAll(ID)),
				arguments("{\"k\":\"a\",\"i\":7}", new VwsMessage.Ack(ID)),
				arguments("{\"k\":\"x\",\"i\":7}", new VwsMessage.Unknown(ID)),
				arguments("{\"k\":\"event\"}", new VwsMessage.Unknown(null)),
				arguments("{\"\\u006b\":\"\\u0073\",\"t\":\"\\u0061\\/b\"}", new VwsMessage.Subscribe(null, "a/b")));
	}

	private static VwsMessage event(String topic, String data) {
		return new VwsMessage.Event(null, topic, data, Map.of());
	}

	@ParameterizedTest
	@ValueSource(strings = { "S", "N", "A", "uU", " s", "s ", "ｓ" })
	void decodeWhenKindIsSpelledDifferentlyThenItIsUnknown(String kind) throws Exception {
		assertThat(this.codec.decode("{\"k\":\"" + kind + "\",\"i\":7}")).isEqualTo(new VwsMessage.Unknown(ID));
	}

	@ParameterizedTest
	@ValueSource(strings = { "K", "T", "D", "I", "H", "E", "kk", "", " k", "x" })
	void decodeWhenKeyIsUnknownThenItIsSkippedWhateverItHolds(String key) throws Exception {
		for (String value : new String[] { "1", "\"s\"", "null", "true", "{\"k\":\"u\",\"i\":9}", "[[\"t\"],{}]" }) {
			String neighbour = "\"" + key + "\":" + value;
			VwsMessage expected = new VwsMessage.Subscribe(ID, "a");
			assertThat(this.codec.decode("{" + neighbour + ",\"k\":\"s\",\"t\":\"a\",\"i\":7}")).isEqualTo(expected);
			assertThat(this.codec.decode("{\"k\":\"s\",\"t\":\"a\",\"i\":7," + neighbour + "," + neighbour + "}"))
				.isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			key | value
			k   | 1
			k   | true
			k   | []
			k   | {}
			k   | ["s"]
			t   | 1
			t   | false
			t   | ["a"]
			t   | {"t":"a"}
			h   | 1
			h   | "x"
			h   | false
			h   | []
			h   | [{"traceparent":"x"}]
			h   | {"traceparent":1}
			h   | {"traceparent":["x"]}
			h   | {"traceparent":{}}
			h   | {"traceparent":true}
			h   | {"unknown":1}
			h   | {"unknown":{"a":"b"}}
			h   | {"unknown":[]}
			h   | {"unknown":false}
			h   | {"traceparent":"x","traceparent":"x"}
			""")
	void decodeWhenTypeIsWrongThenMalformedAndTheIdIsStillFound(String key, String value) {
		String property = "\"" + key + "\":" + value;
		assertThat(idOfMalformed("{\"i\":7," + property + "}")).isEqualTo("7");
		assertThat(idOfMalformed("{" + property + ",\"d\":1,\"i\":7}")).isEqualTo("7");
		assertThat(idOfMalformed("{" + property + "}")).isEqualTo("none");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			key | value
			k   | "s"
			k   | null
			t   | "a"
			d   | 1
			d   | null
			h   | {}
			e   | "x"
			""")
	void decodeWhenKnownKeyIsRepeatedThenMalformed(String key, String value) {
		String property = "\"" + key + "\":" + value;
		assertThat(idOfMalformed("{" + property + ",\"i\":7," + property + "}")).isEqualTo("7");
		assertThat(idOfMalformed("{" + property + "," + property + ",\"i\":7}")).isEqualTo("7");
	}

	/** The same key, once with an escape: compared by what it means. */
	@Test
	void decodeWhenKnownKeyIsRepeatedWithAnEscapeThenMalformed() {
		assertThat(idOfMalformed("{\"t\":\"a\",\"\\u0074\":\"b\",\"i\":7}")).isEqualTo("7");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			json                         | id
			{"i":7,"t":"a"               | 7
			{"i":7,"t":"a","d":nul}      | 7
			{"i":"q","t":"a","d":01}     | "q"
			{"i":7,"d":[1,]}             | 7
			{"i":7,"t":"\\x"}            | 7
			{"i":7}x                     | 7
			{"i":7}{}                    | 7
			{"i":7},                     | 7
			{"i":7,}                     | 7
			{"t":tru,"i":7}              | none
			{"t" "a","i":7}              | none
			{"i":"q                      | none
			{"i":7,"i":7}                | none
			{"i":7,"i":8,"k":1}          | none
			{"i":7,"t":"a","i":null}     | none
			{"i":null,"i":7}             | none
			{"i":7,"i":{},"k":1}         | none
			{"i":{},"i":7}               | none
			{"i":{"i":7},"k":1}          | none
			{"d":{"i":7},"k":1}          | none
			{"h":{"i":"7"},"k":1}        | none
			[{"i":7}]                    | none
			""")
	void decodeWhenMalformedThenTheIdIsEchoedIfThereIsOne(String json, String id) {
		assertThat(idOfMalformed(json)).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "x", "null", "1", "\"s\"", "true", "[]", "[{}]", "{", "}", "{}}", "{} {}", "{},",
			"{} x", "{\"t\"}", "{\"t\":}", "{t:\"a\"}", "{'t':'a'}", "{\"t\":'a'}", "{\"t\":\"a\",}", "{,}",
			"{\"t\":\"a\" \"d\":1}", "{\"d\":NaN}", "{\"d\":Infinity}", "{\"d\":-Infinity}", "{\"d\":01}",
			"{\"d\":-01}", "{\"d\":+1}", "{\"d\":.5}", "{\"d\":1.}", "{\"d\":1e}", "{\"d\":0x10}", "{\"d\":-}",
			"{\"d\":1 2}", "{\"d\":[1,]}", "{\"d\":[,1]}", "{\"d\":{\"a\":1,}}", "{\"d\":{\"a\"}}", "{\"d\":[}",
			"{\"d\":{]}", "{\"d\":\"\n\"}", "{\"d\":\"\\a\"}", "{\"d\":\"\\u12g4\"}", "{\"d\":\"", "{\"d\":tru}",
			"{\"d\":True}", "{\"d\":undefined}", "/* c */{}", "{}// c", "{/* c */}", "# c\n{}", "{\"d\":1}\u0000",
			"\u0000{}", "\u00a0{}", "{\"d\":1;}", "\uFEFF{}" })
	void decodeWhenTextIsNotStrictJsonThenMalformed(String text) {
		assertThat(idOfMalformed(text)).isEqualTo("none");
	}

	@Test
	void decodeWhenMalformedThenTheExceptionIsCheapAndSaysNothingOfTheText() {
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> this.codec.decode("{secret"))
			.withMessage("Not a VWS message")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
	}

	@Test
	void decodeWhenHeaderIsListedThenItIsKept() throws Exception {
		VwsMessage message = this.codec
			.decode("{\"h\":{\"vws-code\":\"x\",\"traceparent\":\"\\u0031\",\"baggage\":\"b\","
					+ "\"Traceparent\":\"2\",\"tracestate\":null,\"x\":null},\"t\":\"a\",\"d\":1}");
		assertThat(message).isEqualTo(new VwsMessage.Event(null, "a", "1", Map.of("traceparent", "1")));
	}

	@Test
	void decodeWhenAllHeadersAreWantedThenTheyAreKept() throws Exception {
		VwsMessage message = VwsCodec.keepingAllHeaders()
			.decode("{\"h\":{\"x\":\"1\",\"vws-code\":\"y\",\"z\":null},\"t\":\"a\",\"d\":1}");
		assertThat(message).isEqualTo(new VwsMessage.Event(null, "a", "1", Map.of("x", "1", "vws-code", "y")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', useHeadersInDisplayName = true, textBlock = """
			message                                              | code | error
			{"k":"n","i":7,"e":"Not now","h":{"vws-code":"busy"}} | busy | Not now
			{"h":{"vws-code":"busy"},"e":"Not now","i":7,"k":"n"} | busy | Not now
			{"k":"n","i":7,"e":"Not now"}                        | ~~   | Not now
			{"k":"n","i":7,"e":["Not now"],"h":{"x":"y"}}        | ~~   | ~~
			{"k":"n","i":7,"e":null,"h":null}                    | ~~   | ~~
			""")
	void decodeWhenRefusedThenTellsTheReason(String message, String code, String error) throws Exception {
		assertThat(VwsCodec.keepingAllHeaders().decode(message)).isEqualTo(new VwsMessage.Nack(ID, code, error));
	}

	@Test
	void decodeWhenNoHeaderIsListedThenNoneIsKept() throws Exception {
		VwsMessage message = new VwsCodec(Set.of()).decode("{\"h\":{\"traceparent\":\"1\"}}");
		assertThat(message).isEqualTo(new VwsMessage.Event(null, null, null, Map.of()));
	}

	@Test
	void eachPermittedMessageIsDecodedAndEncoded() throws Exception {
		assertThat(SAMPLES.keySet()).containsExactlyInAnyOrder(VwsMessage.class.getPermittedSubclasses());
		for (Map.Entry<Class<?>, String> sample : SAMPLES.entrySet()) {
			VwsMessage message = this.codec.decode(sample.getValue());
			assertThat(message).isExactlyInstanceOf(sample.getKey());
			assertThat(message.id()).isEqualTo(ID);
			if (message instanceof VwsMessage.Unknown) {
				assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(message));
			}
			else {
				assertThat(this.codec.decode(this.codec.encode(message))).isEqualTo(message);
			}
		}
	}

	/** The id of a message that must be malformed, {@code none} if it has none. */
	private String idOfMalformed(String json) {
		try {
			throw new AssertionError("Not malformed: " + json + " is " + this.codec.decode(json));
		}
		catch (MalformedMessageException ex) {
			MessageId id = ex.id();
			return (id != null) ? id.json() : "none";
		}
	}

}
