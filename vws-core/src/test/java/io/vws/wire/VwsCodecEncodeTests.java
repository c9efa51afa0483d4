package io.vws.wire;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What {@link VwsCodec} writes.
 */
class VwsCodecEncodeTests {

	private static final MessageId ID = new MessageId("\"\\u0041\"");

	private final VwsCodec codec = new VwsCodec(Set.of());

	@ParameterizedTest
	@MethodSource
	void encodeWhenMessageThenWritesNoMoreThanItHas(VwsMessage message, String json) {
		assertThat(this.codec.encode(message)).isEqualTo(json);
	}

	static Stream<Arguments> encodeWhenMessageThenWritesNoMoreThanItHas() {
		return Stream.of(arguments(new VwsMessage.Event(null, "a", "1", Map.of()), "{\"t\":\"a\",\"d\":1}"),
				arguments(new VwsMessage.Event(ID, "a", "[ ]", Map.of("x", "y")),
						"{\"t\":\"a\",\"d\":[ ],\"i\":\"\\u0041\",\"h\":{\"x\":\"y\"}}"),
				arguments(new VwsMessage.Event(null, null, null, Map.of()), "{\"t\":\"\",\"d\":null}"),
				arguments(new VwsMessage.Event(null, "a", "1", Map.of("\"", "\\\n")),
						"{\"t\":\"a\",\"d\":1,\"h\":{\"\\\"\":\"\\\\\\n\"}}"),
				arguments(new VwsMessage.Subscribe(ID, "a/#"), "{\"k\":\"s\",\"t\":\"a/#\",\"i\":\"\\u0041\"}"),
				arguments(new VwsMessage.Subscribe(null, null), "{\"k\":\"s\"}"),
				arguments(new VwsMessage.Unsubscribe(null, "+"), "{\"k\":\"u\",\"t\":\"+\"}"),
				arguments(new VwsMessage.UnsubscribeAll(null), "{\"k\":\"U\"}"),
				arguments(new VwsMessage.UnsubscribeAll(ID), "{\"k\":\"U\",\"i\":\"\\u0041\"}"),
				arguments(new VwsMessage.Ack(null), "{\"k\":\"a\"}"),
				arguments(new VwsMessage.Ack(MessageId.of(-7)), "{\"k\":\"a\",\"i\":-7}"),
				arguments(new VwsMessage.Nack(null, "x\"y", "No \"way\""),
						"{\"k\":\"n\",\"e\":\"No \\\"way\\\"\",\"h\":{\"vws-code\":\"x\\\"y\"}}"),
				arguments(new VwsMessage.Nack(MessageId.of(7), NackCode.BUSY),
						"{\"k\":\"n\",\"i\":7,\"e\":\"The server is busy, try again later\","
								+ "\"h\":{\"vws-code\":\"busy\"}}"));
	}

	@Test
	void encodeWhenStringNeedsNoEscapeThenHasNone() {
		String topic = "<&>'/é€😀\u2028\u2029\u007f\uFEFF";
		assertThat(this.codec.encode(new VwsMessage.Subscribe(null, topic)))
			.isEqualTo("{\"k\":\"s\",\"t\":\"" + topic + "\"}");
	}

	@Test
	void encodeWhenStringHasControlCharactersThenTheyAreEscaped() throws Exception {
		StringBuilder all = new StringBuilder("\"\\");
		for (char c = 0; c < ' '; c++) {
			all.append(c);
		}
		String json = this.codec.encode(new VwsMessage.Subscribe(null, all.toString()));
		assertThat(json.chars()).allMatch((c) -> c >= ' ');
		assertThat(this.codec.decode(json)).isEqualTo(new VwsMessage.Subscribe(null, all.toString()));
	}

	@Test
	void encodeWhenUnknownThenRefuses() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(new VwsMessage.Unknown(ID)));
	}

	/** The closed list of PROTOCOL.md. */
	@Test
	void nackCodesAreTheClosedList() {
		assertThat(NackCode.values()).extracting(NackCode::code)
			.containsExactly("malformed", "invalid-topic", "invalid-pattern", "data-required", "unsupported",
					"forbidden", "too-many-subscriptions", "rate-limited", "busy", "shutting-down", "internal");
		assertThat(NackCode.values()).extracting(NackCode::text).doesNotContain("").doesNotHaveDuplicates();
	}

}
