package io.vws.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The keys of one message while it is read. A fault that leaves the JSON well-formed is
 * remembered and reported only at the end, so that an id behind it is still found.
 */
final class Envelope {

	private final String text;

	private final Predicate<String> keptHeaders;

	private @Nullable Map<String, String> headers;

	private @Nullable String kind;

	private @Nullable String topic;

	private @Nullable String data;

	private @Nullable String error;

	private @Nullable MessageId id;

	private int seen;

	private boolean malformed;

	private boolean idUnusable;

	Envelope(String text, Predicate<String> keptHeaders) {
		this.text = text;
		this.keptHeaders = keptHeaders;
	}

	/**
	 * Correlation id read so far; none if there were two or it was of a wrong type.
	 */
	@Nullable MessageId id() {
		return this.idUnusable ? null : this.id;
	}

	void read(JsonParser parser) throws MalformedMessageException {
		if (parser.nextToken() != JsonToken.START_OBJECT) {
			throw new MalformedMessageException(null);
		}
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			readProperty(parser, parser.currentName());
		}
		if (parser.nextToken() != null || this.malformed || this.idUnusable) {
			throw new MalformedMessageException(id());
		}
	}

	private void readProperty(JsonParser parser, String name) {
		parser.nextToken();
		switch (name) {
			case "k" -> {
				first(1);
				this.kind = stringOrNull(parser);
			}
			case "t" -> {
				first(2);
				this.topic = stringOrNull(parser);
			}
			case "d" -> {
				first(4);
				this.data = rawValue(parser);
			}
			case "i" -> {
				this.idUnusable |= !first(8);
				readId(parser);
			}
			case "h" -> {
				first(16);
				readHeaders(parser);
			}
			case "e" -> {
				first(32);
				readError(parser);
			}
			default -> parser.skipChildren();
		}
	}

	private boolean first(int key) {
		boolean first = (this.seen & key) == 0;
		this.seen |= key;
		this.malformed |= !first;
		return first;
	}

	private @Nullable String stringOrNull(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_STRING) {
			return parser.getString();
		}
		if (parser.currentToken() != JsonToken.VALUE_NULL) {
			this.malformed = true;
			parser.skipChildren();
		}
		return null;
	}

	/**
	 * Return the text of the current value, which becomes the payload unchanged.
	 */
	private @Nullable String rawValue(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return null;
		}
		int start = (int) parser.currentTokenLocation().getCharOffset();
		parser.skipChildren();
		parser.finishToken();
		return this.text.substring(start, (int) parser.currentLocation().getCharOffset());
	}

	private void readId(JsonParser parser) {
		JsonToken token = parser.currentToken();
		if (token == JsonToken.VALUE_NULL) {
			return;
		}
		if (token == JsonToken.VALUE_STRING || (token == JsonToken.VALUE_NUMBER_INT && fitsLong(parser))) {
			String json = rawValue(parser);
			if (json != null && Utf8.length(json) <= MessageId.MAX_LENGTH + 2) {
				this.id = new MessageId(json);
				return;
			}
		}
		parser.skipChildren();
		this.idUnusable = true;
	}

	private static boolean fitsLong(JsonParser parser) {
		try {
			JsonParser.NumberType type = parser.getNumberType();
			return type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG;
		}
		catch (JacksonException ex) {
			return false; // longer than any number may be
		}
	}

	/** Whether it belongs to a refusal is known only at the end. */
	private void readError(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_STRING) {
			this.error = parser.getString();
		}
		parser.skipChildren();
	}

	private void readHeaders(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return;
		}
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			this.malformed = true;
			parser.skipChildren();
			return;
		}
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			parser.nextToken();
			boolean kept = this.keptHeaders.test(name);
			String value = kept ? stringOrNull(parser) : skipString(parser);
			if (kept && value != null) {
				keepHeader(name, value);
			}
		}
	}

	private void keepHeader(String name, String value) {
		Map<String, String> headers = this.headers;
		if (headers == null) {
			headers = new HashMap<>(4);
			this.headers = headers;
		}
		this.malformed |= headers.put(name, value) != null;
	}

	private @Nullable String skipString(JsonParser parser) {
		JsonToken token = parser.currentToken();
		this.malformed |= token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL;
		parser.skipChildren();
		return null;
	}

	private String header(String name) {
		return (this.headers != null) ? this.headers.getOrDefault(name, "") : "";
	}

	VwsMessage toMessage() {
		return switch ((this.kind != null) ? this.kind : "") {
			case "" -> new VwsMessage.Event(this.id, this.topic, this.data,
					(this.headers != null) ? Map.copyOf(this.headers) : Map.of());
			case "s" -> new VwsMessage.Subscribe(this.id, this.topic);
			case "u" -> new VwsMessage.Unsubscribe(this.id, this.topic);
			case "U" -> new VwsMessage.UnsubscribeAll(this.id);
			case "a" -> new VwsMessage.Ack(this.id);
			case "n" -> new VwsMessage.Nack(this.id, header(NackCode.HEADER), (this.error != null) ? this.error : "");
			default -> new VwsMessage.Unknown(this.id);
		};
	}

}
