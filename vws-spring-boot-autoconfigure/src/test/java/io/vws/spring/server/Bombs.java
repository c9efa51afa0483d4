package io.vws.spring.server;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

/**
 * Messages that are small to send and meant to be large to handle.
 */
final class Bombs {

	private static final int MILLION = 1_000_000;

	private Bombs() {
	}

	/** Name, message and its answer in short, see {@link io.vws.test.TestPeer#ask}. */
	static Stream<Arguments> messages() {
		String digits = "9".repeat(MILLION);
		String text = "x".repeat(MILLION);
		return Stream.of(bomb("depth", event("[".repeat(100_000) + "]".repeat(100_000)), "n 7 malformed"),
				bomb("depth without an end", "{\"i\":7,\"d\":" + "[".repeat(MILLION), "n 7 malformed"),
				bomb("depth of objects", event("{\"\":".repeat(100_000) + "1" + "}".repeat(100_000)), "n 7 malformed"),
				bomb("depth of an unknown key", "{\"i\":7,\"x\":" + "[".repeat(100_000), "n 7 malformed"),
				bomb("depth of a header", "{\"i\":7,\"h\":{\"x\":" + "[".repeat(100_000), "n 7 malformed"),
				bomb("depth of an id", "{\"i\":" + "[".repeat(100_000), "n malformed"),
				bomb("digits", event(digits), "n 7 malformed"),
				bomb("digits of a fraction", event("0." + digits), "n 7 malformed"),
				bomb("digits of an exponent", event("1e" + digits), "n 7 malformed"),
				bomb("digits of an id", "{\"t\":\"b\",\"d\":1,\"i\":" + digits + "}", "n malformed"),
				bomb("digits of an unknown key", "{\"i\":7,\"x\":" + digits + "}", "n 7 malformed"),
				bomb("value of an exponent", event("1e999999999"), "a 7"),
				bomb("numbers", event(list("[", (i) -> "1e999", "]")), "a 7"),
				bomb("names", event(list("{", (i) -> "\"" + i + "\":0", "}")), "a 7"),
				bomb("names of one hash code", event(list("{", (i) -> "\"" + sameHash(i) + "\":0", "}")), "a 7"),
				bomb("equal names", event(list("{", (i) -> "\"x\":0", "}")), "a 7"),
				bomb("unknown keys", list("{", (i) -> "\"x" + i + "\":0", ",\"t\":\"b\",\"d\":1,\"i\":7}"), "a 7"),
				bomb("headers", list("{\"t\":\"b\",\"d\":1,\"h\":{", (i) -> "\"x" + i + "\":\"\"", "},\"i\":7}"),
						"a 7"),
				bomb("equal known keys", list("{\"i\":7,", (i) -> "\"k\":\"s\"", "}"), "n 7 malformed"),
				bomb("name", event("{\"" + text + "\":0}"), "a 7"),
				bomb("key", "{\"" + text + "\":0,\"t\":\"b\",\"d\":1,\"i\":7}", "a 7"),
				bomb("header", "{\"t\":\"b\",\"d\":1,\"i\":7,\"h\":{\"" + text + "\":\"" + text + "\"}}", "a 7"),
				bomb("traceparent", "{\"t\":\"b\",\"d\":1,\"i\":7,\"h\":{\"traceparent\":\"" + text + "\"}}", "a 7"),
				bomb("text", event("\"" + text + "\""), "a 7"),
				bomb("text of escapes", event("\"" + "\\u0000".repeat(MILLION / 2) + "\""), "a 7"),
				bomb("text of lone surrogates", event("\"" + "\\ud800".repeat(MILLION / 2) + "\""), "a 7"),
				bomb("text without an end", "{\"i\":7,\"d\":\"" + text, "n 7 malformed"),
				bomb("id", "{\"t\":\"b\",\"d\":1,\"i\":\"" + text + "\"}", "n malformed"),
				bomb("kind", "{\"k\":\"" + text + "\",\"i\":7}", "n 7 unsupported"),
				bomb("topic", "{\"t\":\"" + text + "\",\"d\":1,\"i\":7}", "n 7 invalid-topic"),
				bomb("pattern", "{\"k\":\"s\",\"t\":\"" + text + "\",\"i\":7}", "n 7 invalid-pattern"),
				bomb("levels", "{\"k\":\"s\",\"t\":\"" + "+/".repeat(MILLION) + "#\",\"i\":7}", "n 7 invalid-pattern"),
				bomb("pattern that was not subscribed", "{\"k\":\"u\",\"t\":\"" + text + "\",\"i\":7}", "a 7"),
				bomb("space", " ".repeat(MILLION), "n malformed"),
				bomb("space between", "{\"i\":7" + " ".repeat(MILLION) + ",\"t\":\"b\",\"d\":1}", "a 7"),
				bomb("messages in one", "{\"i\":7}".repeat(100_000), "n 7 malformed"));
	}

	private static Arguments bomb(String name, String message, String answer) {
		return Arguments.of(name, message, answer);
	}

	static String event(String data) {
		return "{\"i\":7,\"t\":\"b\",\"d\":" + data + "}";
	}

	static String list(String prefix, IntFunction<String> element, String suffix) {
		return IntStream.range(0, 100_000).mapToObj(element).collect(Collectors.joining(",", prefix, suffix));
	}

	/** Texts that {@link String#hashCode()} does not tell apart. */
	static String sameHash(int number) {
		StringBuilder text = new StringBuilder();
		for (int bit = 0; bit < 17; bit++) {
			text.append(((number >> bit & 1) != 0) ? "Aa" : "BB");
		}
		return text.toString();
	}

}
