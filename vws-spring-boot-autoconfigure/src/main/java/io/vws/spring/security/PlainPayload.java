package io.vws.spring.security;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a payload as maps, lists, strings, numbers and booleans for an expression. What
 * two readers could understand in two ways, or what would cost much to calculate with, is
 * not read at all.
 */
final class PlainPayload {

	/** Beyond it, a few characters stand for a number of a billion digits. */
	private static final int MAX_SCALE = 1000;

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private PlainPayload() {
	}

	/**
	 * Read a payload.
	 * @throws UnreadableVariableException if a key stands twice in an object or a number
	 * has an exponent beyond all use
	 */
	static @Nullable Object read(String json) {
		Object value;
		try {
			value = mapper.readValue(json, Object.class);
		}
		catch (JacksonException ex) {
			throw new UnreadableVariableException("The payload cannot be read", ex);
		}
		checkNumbers(value);
		return value;
	}

	private static void checkNumbers(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			map.values().forEach(PlainPayload::checkNumbers);
		}
		else if (value instanceof Collection<?> list) {
			list.forEach(PlainPayload::checkNumbers);
		}
		else if (value instanceof BigDecimal number && Math.abs((long) number.scale()) > MAX_SCALE) {
			throw new UnreadableVariableException("A number of the payload has too large an exponent");
		}
	}

}
