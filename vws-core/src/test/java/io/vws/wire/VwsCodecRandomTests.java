package io.vws.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random messages come back as they were, and random damage is never more than malformed.
 */
@Tag("one-jdk")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsCodecRandomTests {

	private static final int MESSAGES = 20_000;

	private static final String[] HEADERS = { "traceparent", "tracestate", "baggage" };

	private static final String INSERTED = "{}[]\",:\\0123456789.-+eEtrufalsn/*#'\u0000\n é😀\ud800ktdihe";

	private final VwsCodec codec = new VwsCodec(Set.of(HEADERS));

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void decodeOfEncodedMessageIsTheMessage(long seed) throws Exception {
		Random random = new Random(seed);
		for (int i = 0; i < MESSAGES; i++) {
			VwsMessage message = randomMessage(random);
			assertThat(this.codec.decode(this.codec.encode(message))).as("seed %d, message %d", seed, i)
				.isEqualTo(message);
		}
	}

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void decodeOfDamagedMessageIsAMessageOrMalformed(long seed) {
		Random random = new Random(seed);
		int malformed = 0;
		for (int i = 0; i < MESSAGES; i++) {
			String text = damage(random, this.codec.encode(randomMessage(random)));
			try {
				VwsMessage message = this.codec.decode(text);
				assertThat(message).isNotNull();
			}
			catch (MalformedMessageException ex) {
				malformed++;
			}
			catch (RuntimeException | StackOverflowError ex) {
				throw new AssertionError("seed " + seed + ", message " + i + ": " + text, ex);
			}
		}
		assertThat(malformed).as("seed %d", seed).isBetween(MESSAGES / 20, MESSAGES - MESSAGES / 20);
	}

	private static String damage(Random random, String text) {
		StringBuilder damaged = new StringBuilder(text);
		for (int count = 1 + random.nextInt(3); count > 0; count--) {
			int start = random.nextInt(damaged.length() + 1);
			int end = Math.min(damaged.length(), start + random.nextInt(8));
			switch (random.nextInt(6)) {
				case 0 -> damaged.delete(start, end);
				case 1 -> damaged.insert(start, damaged.substring(start, end));
				case 2 -> damaged.insert(start, INSERTED.charAt(random.nextInt(INSERTED.length())));
				case 3 -> damaged.replace(start, end, "" + INSERTED.charAt(random.nextInt(INSERTED.length())));
				case 4 -> damaged.setLength(start);
				default -> damaged.insert(start, "[{\"i\":".substring(random.nextInt(6)).repeat(random.nextInt(600)));
			}
		}
		return damaged.toString();
	}

	private static VwsMessage randomMessage(Random random) {
		MessageId id = randomId(random);
		String topic = random.nextInt(10) > 0 ? randomString(random) : null;
		return switch (random.nextInt(6)) {
			case 0 -> new VwsMessage.Subscribe(id, topic);
			case 1 -> new VwsMessage.Unsubscribe(id, topic);
			case 2 -> new VwsMessage.UnsubscribeAll(id);
			case 3 -> new VwsMessage.Ack(id);
			default -> new VwsMessage.Event(id, randomString(random), randomJson(random, 0), randomHeaders(random));
		};
	}

	private static @Nullable MessageId randomId(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> null;
			case 1 -> MessageId.of(random.nextLong());
			case 2 -> MessageId.of(random.nextInt(100) - 50);
			default -> new MessageId(randomJsonString(random));
		};
	}

	private static Map<String, String> randomHeaders(Random random) {
		Map<String, String> headers = new LinkedHashMap<>();
		for (String name : HEADERS) {
			if (random.nextInt(4) == 0) {
				headers.put(name, randomString(random));
			}
		}
		return headers;
	}

	private static String randomJson(Random random, int depth) {
		return switch (random.nextInt((depth < 4) ? 7 : 4)) {
			case 0 -> Boolean.toString(random.nextBoolean());
			case 1 -> Long.toString(random.nextLong());
			case 2 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
			case 3 -> randomJsonString(random);
			case 4 -> "[" + randomJson(random, depth + 1) + " , " + randomJson(random, depth + 1) + "]";
			case 5 -> "{" + randomJsonString(random) + ":\t" + randomJson(random, depth + 1) + "}";
			default -> random.nextBoolean() ? "{ }" : "[]";
		};
	}

	/** A JSON string with escapes that a writer would not use. */
	private static String randomJsonString(Random random) {
		StringBuilder json = new StringBuilder("\"");
		for (int length = random.nextInt(8); length > 0; length--) {
			switch (random.nextInt(5)) {
				case 0 -> json.append(String.format("\\u%04x", random.nextInt(0x10000)));
				case 1 -> json.append('\\').append("\"\\/bfnrt".charAt(random.nextInt(8)));
				case 2 -> json.append("é€😀\u2028".codePointAt(random.nextInt(3)));
				default -> json.append((char) ('a' + random.nextInt(26)));
			}
		}
		return json.append('"').toString();
	}

	private static String randomString(Random random) {
		StringBuilder text = new StringBuilder();
		for (int length = random.nextInt(8); length > 0; length--) {
			text.append(random.nextBoolean() ? (char) random.nextInt(0xd800) : (char) random.nextInt(0x80));
		}
		return text.toString();
	}

}
