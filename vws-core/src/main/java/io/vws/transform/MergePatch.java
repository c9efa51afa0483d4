package io.vws.transform;

import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The difference of two JSON values as a JSON Merge Patch (RFC 7396): of objects, the
 * keys that differ with their new values, objects within them as differences again, and
 * {@code null} for keys that are gone; of anything else, the new value.
 */
final class MergePatch {

	private MergePatch() {
	}

	static JsonNode between(JsonNode before, JsonNode after) {
		if (!before.isObject() || !after.isObject()) {
			return after;
		}
		ObjectNode patch = JsonNodeFactory.instance.objectNode();
		for (Map.Entry<String, JsonNode> property : before.properties()) {
			if (!after.has(property.getKey())) {
				patch.putNull(property.getKey());
			}
		}
		for (Map.Entry<String, JsonNode> property : after.properties()) {
			JsonNode old = before.get(property.getKey());
			if (old == null) {
				patch.set(property.getKey(), property.getValue());
			}
			else if (!old.equals(property.getValue())) {
				patch.set(property.getKey(), between(old, property.getValue()));
			}
		}
		return patch;
	}

	/**
	 * Whether a patch can bring about the value: one in which a key is {@code null}
	 * cannot be told from one in which that key is gone.
	 */
	static boolean canBringAbout(JsonNode value) {
		if (!value.isObject()) {
			return true;
		}
		for (JsonNode property : value.values()) {
			if (property.isNull() || !canBringAbout(property)) {
				return false;
			}
		}
		return true;
	}

}
