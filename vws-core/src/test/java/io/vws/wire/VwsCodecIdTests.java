package io.vws.wire;

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
 * Correlation ids travel character for character, or make the message malformed.
 */
class VwsCodecIdTests {

	private static final String[] PLACES = { "{\"i\":%s}", "{\"i\":%s,\"t\":\"a\"}", "{\"t\":\"ü😀\",\"i\":%s }",
			"{ \"i\" : %s , \"d\":{\"i\":1}}", "{\"d\":[1],\"i\":\t%s\n}" };

	private final VwsCodec codec = new VwsCodec(Set.of());

	@ParameterizedTest
	@MethodSource
	void decodeWhenIdIsValidThenItIsEchoedAsItStands(String id) throws Exception {
		for (String place : PLACES) {
			MessageId decoded = this.codec.decode(place.formatted(id)).id();
			assertThat(decoded).as(place).isEqualTo(new MessageId(id));
			assertThat(this.codec.encode(new VwsMessage.Ack(decoded))).isEqualTo("{\"k\":\"a\",\"i\":" + id + "}");
			assertThat(this.codec.encode(new VwsMessage.Nack(decoded, NackCode.BUSY)))
				.startsWith("{\"k\":\"n\",\"i\":" + id + ",");
		}
	}

	static Stream<String> decodeWhenIdIsValidThenItIsEchoedAsItStands() {
		return Stream.of("0", "-0", "1", "-1", "10", "2147483648", "9007199254740993", "9223372036854775807",
				"-9223372036854775808", "\"\"", "\"a\"", "\"7\"", "\" \"", "\"null\"", "\"\\u0041\\n\\/\\\"\\\\\"",
				"\"/\"", "\"ü€😀\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\u2028\"", "\"}\"",
				"\"" + "a".repeat(1024) + "\"", "\"" + "é".repeat(512) + "\"", "\"" + "😀".repeat(256) + "\"");
	}

	@ParameterizedTest
	@MethodSource
	void decodeWhenIdIsOfAnotherKindThenMalformedWithoutId(String id) {
		for (String place : PLACES) {
			assertThatExceptionOfType(MalformedMessageException.class)
				.isThrownBy(() -> this.codec.decode(place.formatted(id)))
				.satisfies((ex) -> assertThat(ex.id()).isNull());
		}
	}

	static Stream<String> decodeWhenIdIsOfAnotherKindThenMalformedWithoutId() {
		return Stream.of("9223372036854775808", "-9223372036854775809", "18446744073709551615", "1.0", "0.0", "1e2",
				"1E0", "1e400", "true", "false", "{}", "[]", "[1]", "{\"i\":1}", "01", "+1", "NaN", "'a'", "\"\\x\"",
				"\"\n\"", "1".repeat(1000), "1".repeat(1001), "\"" + "a".repeat(1025) + "\"",
				"\"" + "é".repeat(512) + "a\"", "\"" + "😀".repeat(256) + "a\"", "\"" + "a".repeat(100_000) + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"i\":null}", "{}", "{\"I\":7}", "{\"d\":{\"i\":7}}" })
	void decodeWhenIdIsNullOrMissingThenThereIsNone(String json) throws Exception {
		assertThat(this.codec.decode(json).id()).isNull();
	}

	/** The parser reads long texts piece by piece. */
	@Test
	void decodeWhenIdStandsAtAnyPlaceOfALongTextThenItIsEchoed() throws Exception {
		for (int length : IntStream.range(39_900, 40_050).toArray()) {
			String json = "{\"x\":\"" + "é".repeat(length) + "\",\"i\":\"a\\n€\",\"y\":\"" + "x".repeat(8_000) + "\"}";
			assertThat(this.codec.decode(json).id()).as("%d", length).isEqualTo(new MessageId("\"a\\n€\""));
			assertThat(this.codec.decode(json.replace("\"a\\n€\"", "-123456789")).id()).as("%d", length)
				.isEqualTo(MessageId.of(-123456789));
		}
	}

	@Test
	void ofWhenNumberThenTheIdIsItsText() {
		assertThat(MessageId.of(Long.MIN_VALUE)).hasToString("-9223372036854775808")
			.isEqualTo(new MessageId("-9223372036854775808"));
	}

}
