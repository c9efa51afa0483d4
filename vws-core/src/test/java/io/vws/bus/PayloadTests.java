package io.vws.bus;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A payload is a JSON text, an object that becomes one, or both.
 */
class PayloadTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	@Test
	void jsonWhenObjectThenItIsWrittenOnce() {
		Counted value = new Counted();
		Payload payload = Payload.of(value, this.mapper);
		assertThat(value.reads).isZero();
		assertThat(payload.json()).isEqualTo("{\"x\":1}").isSameAs(payload.json());
		assertThat(payload.as(JsonNode.class)).hasToString("{\"x\":1}");
		assertThat(value.reads).isOne();
	}

	@Test
	void jsonWhenNullThenIsJsonNull() {
		Payload payload = Payload.of(null, this.mapper);
		assertThat(payload.json()).isEqualTo("null");
		assertThat(payload.as(String.class)).isNull();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "9007199254740993", "12345678901234567890", "1.0", "1e400", "[ 1 ,2]", "\"\\u00e9\"", "null" })
	void jsonWhenTextThenItIsKeptAsItStands(String json) {
		assertThat(Payload.ofJson(json, this.mapper).json()).isSameAs(json);
	}

	@Test
	void asWhenTypeFitsThenConverts() {
		Payload payload = Payload.ofJson("[9007199254740993,2]", this.mapper);
		assertThat(payload.as(long[].class)).containsExactly(9007199254740993L, 2);
		assertThat(payload.as(new TypeReference<List<BigDecimal>>() {
		})).containsExactly(new BigDecimal("9007199254740993"), BigDecimal.valueOf(2));
		assertThat(payload.as(this.mapper.constructType(List.class))).isEqualTo(List.of(9007199254740993L, 2));
	}

	@Test
	void asWhenCalledAgainThenIsANewObject() {
		Payload payload = Payload.of(Map.of("x", List.of(1)), this.mapper);
		assertThat(payload.as(JsonNode.class)).hasToString("{\"x\":[1]}").isNotSameAs(payload.as(JsonNode.class));
	}

	@Test
	void asWhenTypeDoesNotFitThenThrows() {
		Payload payload = Payload.ofJson("{\"x\":1}", this.mapper);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> payload.as(Integer.class));
	}

	@Test
	void jsonWhenObjectCannotBeWrittenThenRefuses() {
		Payload throwing = Payload.of(new Throwing(), this.mapper);
		Loop loop = new Loop();
		loop.self = loop;
		Payload endless = Payload.of(loop, this.mapper);
		for (Payload payload : List.of(throwing, endless)) {
			assertThatExceptionOfType(EventRefusedException.class).isThrownBy(payload::json)
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(EventRefusedException.Reason.NOT_ENCODABLE))
				.withCauseInstanceOf(JacksonException.class);
		}
	}

	/** Payloads end up in logs by mistake. */
	@Test
	void anotherPayloadHasTheMapperOfThisOne() {
		JsonMapper sorting = JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
		Payload payload = Payload.ofJson("1", sorting);
		Map<String, Integer> value = new LinkedHashMap<>();
		value.put("b", 1);
		value.put("a", 2);
		assertThat(payload.withValue(value).json()).isEqualTo("{\"a\":2,\"b\":1}");
		assertThat(payload.withValue(null).json()).isEqualTo("null");
		assertThat(payload.withJson("{ }").json()).isEqualTo("{ }");
		assertThat(payload.json()).isEqualTo("1");
	}

	@Test
	void toStringSaysNothingOfTheContent() {
		assertThat(Payload.of("secret", this.mapper)).hasToString("Payload[object]");
		assertThat(Payload.ofJson("\"secret\"", this.mapper)).hasToString("Payload[8 characters]");
	}

	/** Counts how often it is written. */
	public static final class Counted {

		private int reads;

		public int getX() {
			return ++this.reads;
		}

	}

	/** Fails when it is written. */
	public static final class Throwing {

		public int getX() {
			throw new IllegalStateException("broken");
		}

	}

	/** Holds itself. */
	public static final class Loop {

		public @Nullable Loop self;

	}

}
