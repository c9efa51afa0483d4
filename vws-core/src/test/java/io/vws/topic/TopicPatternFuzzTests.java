package io.vws.topic;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link TopicPattern} and {@link Topic} with whatever comes: two patterns and a topic, a
 * line each, in which an escape such as {@code \\ud800} stands for what UTF-8 cannot say.
 * In a build with the inputs beside this class among the resources; for a minute with new
 * ones if the environment has {@code JAZZER_FUZZ=1}.
 */
class TopicPatternFuzzTests {

	private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

	@FuzzTest(maxDuration = "1m")
	void parseOfAnythingIsAPatternOrInvalid(byte[] input) {
		String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 3);
		TopicPattern first = pattern(unescape(lines[0]));
		TopicPattern second = (lines.length > 1) ? pattern(unescape(lines[1])) : null;
		Topic topic = topic(unescape(lines[lines.length - 1]));
		if (first != null && topic != null) {
			assertThat(first.matches(topic)).isEqualTo(NaiveMatcher.matches(first.text(), topic.text()));
		}
		if (first != null && second != null) {
			compare(first, second, topic);
		}
	}

	private static void compare(TopicPattern first, TopicPattern second, @Nullable Topic topic) {
		assertThat(first.overlaps(second)).isEqualTo(second.overlaps(first));
		if (topic != null && second.matches(topic)) {
			assertThat(first.covers(second) && !first.matches(topic)).as("covers").isFalse();
			assertThat(first.matches(topic) && !first.overlaps(second)).as("overlaps").isFalse();
		}
	}

	private static @Nullable TopicPattern pattern(String text) {
		try {
			TopicPattern pattern = TopicPattern.parse(text);
			assertThat(pattern.text()).isEqualTo(text);
			assertThat(TopicPattern.parse(pattern.text())).isEqualTo(pattern);
			return pattern;
		}
		catch (InvalidTopicException ex) {
			assertThat(ex.index()).isBetween(0, text.length());
			return null;
		}
	}

	private static @Nullable Topic topic(String text) {
		try {
			Topic topic = Topic.parse(text);
			assertThat(topic.text()).isEqualTo(text);
			assertThat(String.join("/", topic.levels())).isEqualTo(text);
			assertThat(TopicPattern.parse(text).matches(topic)).isTrue();
			return topic;
		}
		catch (InvalidTopicException ex) {
			assertThat(ex.index()).isBetween(0, text.length());
			return null;
		}
	}

	private static String unescape(String line) {
		return ESCAPE.matcher(line)
			.replaceAll(
					(escape) -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
	}

}
