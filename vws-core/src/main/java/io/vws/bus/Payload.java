package io.vws.bus;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payload of an event: a JSON value. What a client sent is kept as the text that it sent,
 * so numbers keep their precision; what an application published is kept as its object
 * and written when somebody first needs the text. Thread-safe as long as the object is
 * not changed after it was published.
 */
public final class Payload {

	private final JsonMapper mapper;

	private final @Nullable Object value;

	private volatile @Nullable String json;

	private Payload(JsonMapper mapper, @Nullable Object value, @Nullable String json) {
		this.mapper = mapper;
		this.value = value;
		this.json = json;
	}

	/**
	 * Create the payload of an object.
	 * @param value any object that the mapper can write; {@code null} is JSON null
	 * @param mapper writes the object and reads conversions
	 */
	public static Payload of(@Nullable Object value, JsonMapper mapper) {
		return new Payload(mapper, value, null);
	}

	/**
	 * Create the payload of a JSON text.
	 * @param json one valid JSON value; not checked
	 * @param mapper reads conversions
	 */
	public static Payload ofJson(String json, JsonMapper mapper) {
		return new Payload(mapper, null, json);
	}

	/**
	 * Return the payload of another object, with the mapper of this one.
	 * @param value any object that the mapper can write; {@code null} is JSON null
	 */
	public Payload withValue(@Nullable Object value) {
		return new Payload(this.mapper, value, null);
	}

	/**
	 * Return the payload of another JSON text, with the mapper of this one.
	 * @param json one valid JSON value; not checked
	 */
	public Payload withJson(String json) {
		return new Payload(this.mapper, null, json);
	}

	/**
	 * JSON text of the payload, written at the first call if need be.
	 * @throws EventRefusedException if the object cannot be written
	 */
	public String json() {
		String result = this.json;
		if (result == null) {
			result = write();
			this.json = result;
		}
		return result;
	}

	private String write() {
		try {
			return this.mapper.writeValueAsString(this.value);
		}
		catch (JacksonException ex) {
			throw EventRefusedException.notEncodable(ex);
		}
	}

	/**
	 * Convert the payload.
	 * @return a new object at every call, {@code null} for JSON null
	 * @throws JacksonException if the JSON does not fit the type
	 */
	public <T> @Nullable T as(Class<T> type) {
		return this.mapper.readValue(json(), type);
	}

	/**
	 * Convert the payload to a generic type.
	 * @return a new object at every call, {@code null} for JSON null
	 * @throws JacksonException if the JSON does not fit the type
	 */
	public <T> @Nullable T as(TypeReference<T> type) {
		return this.mapper.readValue(json(), type);
	}

	/**
	 * Convert the payload to a type known at run time.
	 * @return a new object at every call, {@code null} for JSON null
	 * @throws JacksonException if the JSON does not fit the type
	 */
	public @Nullable Object as(JavaType type) {
		return this.mapper.readValue(json(), type);
	}

	@Override
	public String toString() {
		String text = this.json;
		return (text != null) ? "Payload[" + text.length() + " characters]" : "Payload[object]";
	}

}
