package io.vws.transform;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the {@link EventTransforms} that look at payloads.
 */
class PayloadTransformsTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@Test
	void modifyPayloadMayChangeTheTree() {
		EventTransform redact = EventTransforms.modifyPayload((tree) -> ((ObjectNode) tree).without("secret"));
		assertThat(after(redact, "{\"a\":1,\"secret\":2}")).isEqualTo("{\"a\":1}");
	}

	@Test
	void modifyPayloadMayReplaceTheTree() {
		EventTransform transform = EventTransforms
			.modifyPayload((tree) -> StringNode.valueOf("was " + tree.getNodeType()));
		assertThat(after(transform, "[]")).isEqualTo("\"was ARRAY\"");
		assertThat(after(transform, "null")).isEqualTo("\"was NULL\"");
	}

	@Test
	void modifyPayloadWhenTheFunctionReturnsNullThenDrops() {
		EventTransform onlyLarge = EventTransforms
			.modifyPayload((tree) -> (tree.path("value").asInt() > 10) ? tree.get("value") : null);
		assertThat(after(onlyLarge, "{\"value\":11}")).isEqualTo("11");
		assertThat(after(onlyLarge, "{\"value\":10}")).isNull();
	}

	/** Whatever the function does not touch arrives as it was sent. */
	@ParameterizedTest
	@ValueSource(strings = { "9007199254740993", "123456789012345678901234567890", "1.0", "0.1000", "-7",
			"3.14159265358979323846264338327950288", "\"\u00fc \u20ac \u2028 \\\" <\"", "[1,[],{}]", "{\"\":null}" })
	void modifyPayloadKeepsTheTextOfWhatItLeaves(String json) {
		EventTransform nothing = EventTransforms.modifyPayload((tree) -> tree);
		assertThat(after(nothing, json)).isEqualTo(json);
	}

	/** A few characters that stand for a billion digits. */
	@ParameterizedTest
	@ValueSource(strings = { "1e400", "1e999999999", "-1E-999999999" })
	void modifyPayloadWhenANumberHasAHugeExponentThenItStaysShort(String json) {
		assertThat(after(EventTransforms.modifyPayload((tree) -> tree), json)).hasSizeLessThan(20);
		assertThat(after(EventTransforms.diff("a", "b"), "{\"a\":{\"x\":" + json + "},\"b\":{\"x\":1}}"))
			.isEqualTo("{\"x\":1}");
	}

	/** One of two readers must not see what the other one overlooks. */
	@Test
	void modifyPayloadWhenAKeyStandsTwiceThenOnlyTheLastIsLeft() {
		EventTransform nothing = EventTransforms.modifyPayload((tree) -> tree);
		assertThat(after(nothing, "{\"a\":1,\"a\":2}")).isEqualTo("{\"a\":2}");
	}

	@Test
	void modifyPayloadWhenAsDeepAsTheCodecAllowsThenWorks() {
		String deep = "[".repeat(499) + "]".repeat(499);
		assertThat(after(EventTransforms.modifyPayload((tree) -> tree), deep)).isEqualTo(deep);
	}

	@Test
	void modifyPayloadAsAnObjectUsesTheMapperOfThePayload() {
		EventTransform raise = EventTransforms.modifyPayload(Price.class,
				(price) -> (price.cents() > 0) ? new Price(price.cents() * 2) : null);
		assertThat(after(raise, "{\"cents\":5}")).isEqualTo("{\"cents\":10}");
		assertThat(after(raise, "{\"cents\":0}")).isNull();
		assertThat(after(raise, "null")).isEqualTo("null");
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> after(raise, "[]"));
	}

	@Test
	void modifyPayloadOfAnObjectOfTheApplication() {
		Event event = new Event(Topic.parse("a"), Payload.of(new Price(5), MAPPER));
		EventTransform transform = EventTransforms.modifyPayload((tree) -> tree.get("cents"));
		assertThat(transform.apply(event).result(event)).isNotNull()
			.extracting((result) -> result.payload().json())
			.isEqualTo("5");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', useHeadersInDisplayName = true, textBlock = """
			payload                                       | after
			{"old":{"a":1},"new":{"a":2}}                 | {"a":2}
			{"old":{"a":1,"b":1},"new":{"a":1,"b":2}}     | {"b":2}
			{"old":{"a":1},"new":{"a":1}}                 | {}
			{"old":{"a":1},"new":{}}                      | {"a":null}
			{"old":{},"new":{"a":{"b":1}}}                | {"a":{"b":1}}
			{"old":{"a":{"b":1,"c":1}},"new":{"a":{"b":2,"c":1}}} | {"a":{"b":2}}
			{"old":{"a":{"b":1}},"new":{"a":[1]}}         | {"a":[1]}
			{"old":{"a":[1,2]},"new":{"a":[1,3]}}         | {"a":[1,3]}
			{"old":{"a":1},"new":{"a":1.0}}               | {"a":1.0}
			{"old":1,"new":2}                             | 2
			{"old":null,"new":{"a":1}}                    | {"a":1}
			{"old":{"a":1},"new":null}                    | null
			{"old":{"a":1},"other":{"a":2}}               | {"old":{"a":1},"other":{"a":2}}
			{"new":{"a":1}}                               | {"new":{"a":1}}
			[1]                                           | [1]
			"old"                                         | "old"
			""")
	void diff(String payload, String after) {
		assertThat(after(EventTransforms.diff("old", "new"), payload)).isEqualTo(after);
	}

	private static @Nullable String after(EventTransform transform, String json) {
		Event event = new Event(Topic.parse("a"), Payload.ofJson(json, MAPPER));
		Event result = transform.apply(event).result(event);
		return (result != null) ? result.payload().json() : null;
	}

	record Price(int cents) {
	}

}
