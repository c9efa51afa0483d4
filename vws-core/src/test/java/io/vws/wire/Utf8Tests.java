package io.vws.wire;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link Utf8} against the JDK's encoder.
 */
class Utf8Tests {

	private static final char[] EDGES = { '\0', 'a', '\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ud800',
			'\udbff', '\udc00', '\udfff', '\ue000', '\uffff' };

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			text                     | replaced
			\ud800                   | \ufffd
			\udc00                   | \ufffd
			x\ud800                  | x\ufffd
			\ud800x                  | \ufffdx
			\udc00\ud800             | \ufffd\ufffd
			\ud800\ud800\udc00       | \ufffd\ud800\udc00
			\ud800\udc00\udc00       | \ud800\udc00\ufffd
			\ud800\udc00\ud800\udc00 | \ud800\udc00\ud800\udc00
			""")
	void replaceUnpairedSurrogatesWhenUnpairedThenReplacesOnlyThese(String text, String replaced) {
		assertThat(Utf8.replaceUnpairedSurrogates(text)).isEqualTo(replaced);
	}

	@Test
	void replaceUnpairedSurrogatesWhenThereAreNoneThenReturnsTheSameObject() {
		String text = "aé€😀";
		assertThat(Utf8.replaceUnpairedSurrogates(text)).isSameAs(text);
	}

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void lengthIsThatOfTheEncodedText(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			String text = randomText(random);
			String valid = Utf8.replaceUnpairedSurrogates(text);
			int expected = valid.getBytes(StandardCharsets.UTF_8).length;
			assertThat(Utf8.length(valid)).as("seed %d, text %d", seed, i).isEqualTo(expected);
			assertThat(Utf8.length(text)).as("seed %d, text %d", seed, i).isEqualTo(expected);
			assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(valid)).as("seed %d, text %d", seed, i).isTrue();
		}
	}

	private static String randomText(Random random) {
		// ASCII is counted in steps of eight characters
		StringBuilder text = new StringBuilder("x".repeat(random.nextInt(20)));
		for (int length = random.nextInt(12); length > 0; length--) {
			if (random.nextBoolean()) {
				text.append(EDGES[random.nextInt(EDGES.length)]);
			}
			else {
				text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
			}
		}
		text.append("x".repeat(random.nextInt(20)));
		return text.toString();
	}

}
