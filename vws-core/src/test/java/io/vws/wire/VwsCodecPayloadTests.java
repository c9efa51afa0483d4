package io.vws.wire;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A payload travels as the text that was sent.
 */
class VwsCodecPayloadTests {

	private static final String[] PLACES = { "{\"d\":%s}", "{\"d\":%s,\"t\":\"a\"}", "{\"t\":\"a\",\"d\":%s}",
			"{\"t\":\"ü😀\",\"d\":%s,\"i\":1}", "{ \"d\" : %s , \"t\":\"a\"}", "{\"t\":\"a\",\"d\":%s }",
			"{\"t\":\"a\",\"d\":\n\t%s\r\n}", "{\"x\":{\"d\":0},\"d\":%s,\"y\":[{\"d\":0}]}" };

	private final VwsCodec codec = new VwsCodec(Set.of());

	@ParameterizedTest
	@MethodSource("payloads")
	void decodeWhenPayloadStandsAnywhereThenItIsKeptAsItStands(String payload) throws Exception {
		for (String place : PLACES) {
			assertThat(data(place.formatted(payload))).as(place).isEqualTo(payload);
		}
	}

	@ParameterizedTest
	@MethodSource("payloads")
	void encodeWhenPayloadIsAnyJsonThenItIsWrittenAsItStands(String payload) {
		assertThat(this.codec.encode(new VwsMessage.Event(null, "a", payload, Map.of())))
			.isEqualTo("{\"t\":\"a\",\"d\":" + payload + "}");
	}

	static Stream<String> payloads() {
		return Stream.of("0", "-0", "7", "-12", "9007199254740993", "12345678901234567890", "0.1", "1.0", "1.00",
				"-0.0", "1e400", "1E+2", "-1e-400", "123456789012345678901234567890.123456789012345678901234567890",
				"true", "false", "\"\"", "\"a\"", "\"<&>'/\"", "\"\u2028\u2029\u00a0\uFEFF\"", "\"😀\"",
				"\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\\ud83d\"",
				"\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\\\/\\u00e9\"", "\"\u007f\"", "\"}\"", "\"\\\\\"", "{}", "[]",
				"[[],{}]", "[ 1 ,\n2.50\t, \"x y\" ]", "{ \"k\" : \"s\" , \"i\" : [ 1e1 ] }",
				"{\"a\":1,\"a\":2,\"b\":null}", "{\"x\":{\"y\":{\"z\":[{\"d\":\"]}\"}]}}}", "[null,true,false]",
				"{\"\":\"\",\"\\u0000\":0}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"d\":null}", "{\"d\": null }", "{}", "{\"D\":1}" })
	void decodeWhenPayloadIsNullOrMissingThenThereIsNone(String json) throws Exception {
		assertThat(((VwsMessage.Event) this.codec.decode(json)).data()).isNull();
	}

	/** The parser reads long texts piece by piece. */
	@ParameterizedTest
	@ValueSource(strings = { "-12345.678e+90", "[1,{\"a\":\"b\\n€\"},true]", "\"a\\u00e9😀\"", "false" })
	void decodeWhenPayloadStandsAtAnyPlaceOfALongTextThenItIsKept(String payload) throws Exception {
		for (int length : IntStream.range(39_900, 40_050).toArray()) {
			String before = "{\"x\":\"" + "é".repeat(length) + "\",\"d\":" + payload;
			assertThat(data(before + "}")).as("%d", length).isEqualTo(payload);
			assertThat(data(before + " ,\"y\":\"" + "x".repeat(8_000) + "\"}")).as("%d", length).isEqualTo(payload);
		}
	}

	@Test
	void decodeWhenPayloadIsLongThenItIsKept() throws Exception {
		String text = "\"" + "aé€😀\\n".repeat(100_000) + "\"";
		String array = "[" + "1.50, {\"a\" : \"ü\"},".repeat(50_000) + "0]";
		assertThat(data("{\"t\":\"a\",\"d\":" + text + ",\"i\":1}")).isEqualTo(text);
		assertThat(data("{\"t\":\"a\",\"d\":" + array + "}")).isEqualTo(array);
	}

	@Test
	void decodeWhenNestingIsAtTheLimitThenItIsKept() throws Exception {
		String objects = "{\"a\":".repeat(499) + "1" + "}".repeat(499);
		String arrays = "[".repeat(499) + "]".repeat(499);
		assertThat(data("{\"d\":" + objects + "}")).isEqualTo(objects);
		assertThat(data("{\"d\":" + arrays + "}")).isEqualTo(arrays);
	}

	@ParameterizedTest
	@ValueSource(strings = { "d", "x", "t", "i" })
	void decodeWhenNestingIsBeyondTheLimitThenMalformed(String key) {
		for (String value : new String[] { "[".repeat(500) + "]".repeat(500),
				"{\"a\":".repeat(500) + "1" + "}".repeat(500), "[".repeat(1_000_000) }) {
			assertMalformed("{\"" + key + "\":" + value + "}");
		}
	}

	@Test
	void decodeWhenIntegerIsLongThenTheLimitIsAThousandDigits() throws Exception {
		assertLongest("1".repeat(1000), "1".repeat(1001));
		assertLongest("-" + "1".repeat(1000), "-" + "1".repeat(1001));
	}

	/**
	 * The parser does not count sign, point, exponent mark and a zero before the point.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "1.", "-1.", "1e", "-1E-", "0.", "-0.5e+" })
	void decodeWhenDecimalIsLongThenAThousandCharactersAreTakenAndFewMore(String beginning) throws Exception {
		assertLongest(beginning + "2".repeat(1000 - beginning.length()), beginning + "2".repeat(1001));
	}

	private void assertLongest(String longest, String longer) throws MalformedMessageException {
		assertThat(data("{\"d\":" + longest + "}")).isEqualTo(longest);
		assertThat(data("{\"d\":[" + longest + "," + longest + "]}")).isEqualTo("[" + longest + "," + longest + "]");
		assertMalformed("{\"d\":" + longer + "}");
		assertMalformed("{\"d\":[" + longer + "]}");
		assertMalformed("{\"x\":" + longer + "}");
	}

	@Test
	void decodeWhenThereAreManyUnknownKeysAndHeadersThenTheyAreSkipped() throws Exception {
		StringBuilder keys = new StringBuilder("{");
		StringBuilder headers = new StringBuilder("\"h\":{");
		for (int i = 0; i < 100_000; i++) {
			keys.append("\"x").append(i).append("\":").append(i).append(',');
			headers.append("\"x").append(i).append("\":\"").append(i).append("\",");
		}
		String json = keys.append(headers).append("\"y\":null},\"d\":1.0,\"i\":7}").toString();
		assertThat(this.codec.decode(json)).isEqualTo(new VwsMessage.Event(MessageId.of(7), null, "1.0", Map.of()));
	}

	@Test
	void decodeWhenUnknownKeyIsLongThenItIsSkipped() throws Exception {
		assertThat(data("{\"" + "x".repeat(200_000) + "\":1,\"d\":2}")).isEqualTo("2");
	}

	private String data(String json) throws MalformedMessageException {
		String data = ((VwsMessage.Event) this.codec.decode(json)).data();
		return (data != null) ? data : "none";
	}

	private void assertMalformed(String json) {
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> this.codec.decode(json));
	}

}
