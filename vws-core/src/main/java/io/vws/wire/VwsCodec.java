package io.vws.wire;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * Messages to JSON and back. Strict JSON (RFC 8259) only; keys and kinds are compared
 * exactly, a known key that stands twice makes the message malformed, and unknown keys
 * are skipped. A payload is never parsed into values: it travels as the text that was
 * sent. Thread-safe.
 * <p>
 * The size of a text is bounded by who reads it from the socket; here its nesting
 * ({@value #MAX_NESTING}), its numbers ({@value #MAX_NUMBER_LENGTH} digits) and its id
 * ({@link MessageId#MAX_LENGTH}) are.
 */
public final class VwsCodec {

	/** Deepest accepted nesting, the message itself included: {@value}. */
	public static final int MAX_NESTING = 500;

	/** Longest accepted number, in digits, those of its exponent included: {@value}. */
	public static final int MAX_NUMBER_LENGTH = 1000;

	private static final JsonFactory JSON = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_NESTING)
			.maxNumberLength(MAX_NUMBER_LENGTH)
			.maxNameLength(Integer.MAX_VALUE)
			.maxStringLength(Integer.MAX_VALUE)
			.build())
		// Names chosen by peers must not fill a table that all connections share.
		.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.build();

	private final Predicate<String> keptHeaders;

	/**
	 * Create a codec.
	 * @param keptHeaders names of the headers of received messages to keep; all others
	 * are skipped, since a peer may send any number of them
	 */
	public VwsCodec(Set<String> keptHeaders) {
		this(Set.copyOf(keptHeaders)::contains);
	}

	private VwsCodec(Predicate<String> keptHeaders) {
		this.keptHeaders = keptHeaders;
	}

	/**
	 * Create a codec that keeps every header of received messages, for who trusts the
	 * peer with as many as fit into a message.
	 */
	public static VwsCodec keepingAllHeaders() {
		return new VwsCodec((name) -> true);
	}

	/**
	 * Decode a message.
	 * @param text the text of one WebSocket message
	 * @return the message
	 * @throws MalformedMessageException if the text is not a VWS message
	 */
	public VwsMessage decode(String text) throws MalformedMessageException {
		Envelope envelope = new Envelope(text, this.keptHeaders);
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
			envelope.read(parser);
		}
		catch (JacksonException ex) {
			throw new MalformedMessageException(envelope.id());
		}
		return envelope.toMessage();
	}

	/**
	 * Encode a message.
	 * @return JSON text, with no more escapes than JSON requires
	 * @throws IllegalArgumentException if the message cannot be sent
	 */
	public String encode(VwsMessage message) {
		if (message instanceof VwsMessage.Event event) {
			return encodeEvent(event);
		}
		if (message instanceof VwsMessage.Ack ack) {
			return request("a", ack.id(), null);
		}
		if (message instanceof VwsMessage.Nack nack) {
			return encodeNack(nack);
		}
		if (message instanceof VwsMessage.Subscribe subscribe) {
			return request("s", subscribe.id(), subscribe.pattern());
		}
		if (message instanceof VwsMessage.Unsubscribe unsubscribe) {
			return request("u", unsubscribe.id(), unsubscribe.pattern());
		}
		if (message instanceof VwsMessage.UnsubscribeAll unsubscribeAll) {
			return request("U", unsubscribeAll.id(), null);
		}
		throw new IllegalArgumentException("A message of an unknown kind cannot be sent");
	}

	/** Joined at once, which copies a large payload once and not three times. */
	private static String encodeEvent(VwsMessage.Event event) {
		String topic = (event.topic() != null) ? event.topic() : "";
		String data = (event.data() != null) ? event.data() : "null";
		String id = (event.id() != null) ? ",\"i\":" + event.id().json() : "";
		return "{\"t\":\"" + escaped(topic) + "\",\"d\":" + data + id + encodeHeaders(event.headers()) + "}";
	}

	private static String encodeHeaders(Map<String, String> headers) {
		if (headers.isEmpty()) {
			return "";
		}
		StringBuilder json = new StringBuilder(128).append(",\"h\":{");
		appendHeaders(json, headers);
		return json.append('}').toString();
	}

	private static String encodeNack(VwsMessage.Nack nack) {
		StringBuilder json = new StringBuilder(128).append("{\"k\":\"n\"");
		appendId(json, nack.id());
		json.append(",\"e\":");
		appendString(json, nack.error());
		json.append(",\"h\":{");
		appendHeaders(json, Map.of(NackCode.HEADER, nack.code()));
		return json.append("}}").toString();
	}

	private static String request(String kind, @Nullable MessageId id, @Nullable String pattern) {
		StringBuilder json = new StringBuilder(32).append("{\"k\":\"").append(kind).append('"');
		if (pattern != null) {
			json.append(",\"t\":");
			appendString(json, pattern);
		}
		appendId(json, id);
		return json.append('}').toString();
	}

	private static void appendId(StringBuilder json, @Nullable MessageId id) {
		if (id != null) {
			json.append(",\"i\":").append(id.json());
		}
	}

	private static void appendHeaders(StringBuilder json, Map<String, String> headers) {
		String separator = "";
		for (Map.Entry<String, String> header : headers.entrySet()) {
			json.append(separator);
			appendString(json, header.getKey());
			json.append(':');
			appendString(json, header.getValue());
			separator = ",";
		}
	}

	private static void appendString(StringBuilder json, String value) {
		json.append('"').append(escaped(value)).append('"');
	}

	private static String escaped(String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c < ' ' || c == '"' || c == '\\') {
				StringBuilder json = new StringBuilder(value.length() + 16);
				JsonStringEncoder.getInstance().quoteAsString(value, json);
				return json.toString();
			}
		}
		return value;
	}

}
