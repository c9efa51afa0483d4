package io.vws.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.topic.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link EventTransforms#diffToLast}.
 */
class DiffToLastTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	@Test
	void firstOfATopicIsWholeAndTheNextAreDifferences() {
		EventTransform transform = EventTransforms.diffToLast(100);
		assertThat(after(transform, "a", "{\"x\":1,\"y\":1}")).isEqualTo("{\"x\":1,\"y\":1}");
		assertThat(after(transform, "b", "{\"x\":5}")).isEqualTo("{\"x\":5}");
		assertThat(after(transform, "a", "{\"x\":1,\"y\":2}")).isEqualTo("diff {\"y\":2}");
		assertThat(after(transform, "a", "{\"y\":2}")).isEqualTo("diff {\"x\":null}");
		assertThat(after(transform, "a", "{\"y\":2}")).isEqualTo("diff {}");
		assertThat(after(transform, "b", "{\"x\":6}")).isEqualTo("diff {\"x\":6}");
	}

	@Test
	void oneOfSoManyIsWhole() {
		EventTransform transform = EventTransforms.diffToLast(3);
		List<String> sent = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			sent.add(after(transform, "a", "{\"x\":" + i + "}").substring(0, 4));
		}
		assertThat(sent).containsExactly("{\"x\"", "diff", "diff", "{\"x\"", "diff", "diff", "{\"x\"");
		EventTransform always = EventTransforms.diffToLast(1);
		assertThat(after(always, "a", "{\"x\":1}")).isEqualTo("{\"x\":1}");
		assertThat(after(always, "a", "{\"x\":1}")).isEqualTo("{\"x\":1}");
		assertThatIllegalArgumentException().isThrownBy(() -> EventTransforms.diffToLast(0));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, quoteCharacter = '\'', textBlock = """
			before             | now
			{"x":1}            | [1]
			[1]                | {"x":1}
			1                  | 2
			null               | {"x":1}
			{"x":1}            | null
			{"x":1}            | {"x":null}
			{"x":{"y":1}}      | {"x":{"y":null}}
			""")
	void whatAPatchCannotBringAboutIsWhole(String before, String now) {
		EventTransform transform = EventTransforms.diffToLast(100);
		after(transform, "a", before);
		assertThat(after(transform, "a", now)).isEqualTo(now);
	}

	@Test
	void otherHeadersStay() {
		EventTransform transform = EventTransforms.diffToLast(100);
		Event event = new Event(Topic.parse("a"), Payload.ofJson("{}", MAPPER), Map.of("traceparent", "x"), null);
		transform.apply(event);
		Event second = transform.apply(event).result(event);
		assertThat(second).isNotNull();
		assertThat(second.headers()).isEqualTo(Map.of("traceparent", "x", "vws-diff", "merge-patch"));
	}

	/** Strangers may choose topics. */
	@Test
	void topicsUsedLastAreRemembered() {
		EventTransform transform = new DiffToLast(100, 2, 1000);
		after(transform, "a", "{}");
		after(transform, "b", "{}");
		assertThat(after(transform, "a", "{}")).isEqualTo("diff {}");
		after(transform, "c", "{}");
		assertThat(after(transform, "b", "{}")).isEqualTo("{}");
		assertThat(after(transform, "c", "{}")).isEqualTo("diff {}");
		assertThat(after(transform, "a", "{}")).isEqualTo("{}");
	}

	@Test
	void payloadsBeyondTheBoundAreForgotten() {
		EventTransform transform = new DiffToLast(100, 1000, 20);
		String large = "{\"x\":123456789}"; // 15 characters
		after(transform, "a", "{}");
		after(transform, "b", large);
		assertThat(after(transform, "a", "{}")).isEqualTo("diff {}");
		after(transform, "c", large);
		assertThat(after(transform, "a", "{}")).isEqualTo("diff {}");
		assertThat(after(transform, "b", large)).isEqualTo(large);
		String tooLarge = "{\"x\":\"" + "y".repeat(20) + "\"}";
		assertThat(after(transform, "d", tooLarge)).isEqualTo(tooLarge);
		assertThat(after(transform, "d", tooLarge)).isEqualTo(tooLarge);
	}

	/**
	 * A client applies the patches as RFC 7396 says, and has the value at each moment.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void patchesBringAboutEachValue(long seed) {
		Random random = new Random(seed);
		EventTransform transform = EventTransforms.diffToLast(10);
		Map<String, JsonNode> values = new HashMap<>();
		int patches = 0;
		for (int i = 0; i < 5000; i++) {
			String topic = "t" + random.nextInt(3);
			JsonNode value = random(random, 3);
			String received = after(transform, topic, value.toString());
			boolean patch = received.startsWith("diff ");
			patches += patch ? 1 : 0;
			JsonNode message = MAPPER.readTree(patch ? received.substring(5) : received);
			JsonNode known = values.getOrDefault(topic, NODES.nullNode());
			values.put(topic, patch ? apply(known, message) : message);
			assertThat(values.get(topic)).as("seed " + seed + ", event " + i).isEqualTo(value);
		}
		assertThat(patches).isGreaterThan(500);
	}

	private static JsonNode random(Random random, int depth) {
		int kind = random.nextInt(depth == 3 ? 12 : 6);
		if (kind == 0) {
			return NODES.nullNode();
		}
		if (kind == 1) {
			return NODES.numberNode(random.nextInt(3));
		}
		if (kind == 2) {
			return NODES.arrayNode().add(random.nextInt(2)).addNull();
		}
		ObjectNode object = NODES.objectNode();
		for (int i = random.nextInt(4); depth > 0 && i > 0; i--) {
			JsonNode value = random(random, depth - 1);
			if (!value.isNull() || random.nextInt(5) == 0) {
				object.set("k" + random.nextInt(4), value);
			}
		}
		return object;
	}

	/** RFC 7396, section 2. */
	private static JsonNode apply(JsonNode target, JsonNode patch) {
		if (!patch.isObject()) {
			return patch;
		}
		ObjectNode result = target.isObject() ? (ObjectNode) target.deepCopy() : NODES.objectNode();
		for (Map.Entry<String, JsonNode> property : patch.properties()) {
			if (property.getValue().isNull()) {
				result.remove(property.getKey());
			}
			else {
				JsonNode old = result.has(property.getKey()) ? result.get(property.getKey()) : NODES.nullNode();
				result.set(property.getKey(), apply(old, property.getValue()));
			}
		}
		return result;
	}

	private static String after(EventTransform transform, String topic, String json) {
		Event event = new Event(Topic.parse(topic), Payload.ofJson(json, MAPPER));
		Event result = transform.apply(event).result(event);
		assertThat(result).isNotNull();
		boolean diff = "merge-patch".equals(result.headers().get(EventTransforms.DIFF_HEADER));
		return (diff ? "diff " : "") + result.payload().json();
	}

}
