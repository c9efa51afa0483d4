package io.vws.transform;

import io.vws.bus.Payload;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads as trees and back. Numbers keep all their digits; of a key that stands twice
 * in an object the last value counts, and only that is written.
 */
final class PayloadTree {

	private static final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNameLength(Integer.MAX_VALUE)
				.maxStringLength(Integer.MAX_VALUE)
				.build())
			// Names chosen by peers must not fill a table that all share.
			.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
			.build())
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private PayloadTree() {
	}

	/**
	 * Read a payload.
	 * @throws JacksonException if it is nested too deeply
	 */
	static JsonNode read(Payload payload) {
		return read(payload.json());
	}

	static JsonNode read(String json) {
		return mapper.readTree(json);
	}

	/**
	 * Return a payload like another one, with a tree as its value.
	 */
	static Payload write(JsonNode tree, Payload like) {
		return like.withJson(mapper.writeValueAsString(tree));
	}

}
