package io.vws.wire;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A frame's text, size and bytes agree.
 */
class FrameTests {

	@Test
	void eventKnowsItsTopic() {
		Frame frame = Frame.event("a/b", "{\"t\":\"a/b\"}");
		assertThat(frame.topic()).isEqualTo("a/b");
		assertThat(frame.isAnswer()).isFalse();
		assertThat(frame.text()).isEqualTo("{\"t\":\"a/b\"}");
	}

	@Test
	void answerHasNoTopic() {
		Frame frame = Frame.answer("{}");
		assertThat(frame.topic()).isNull();
		assertThat(frame.isAnswer()).isTrue();
		assertThat(frame).hasToString("Frame[2 bytes]");
	}

	@Test
	void lengthIsThatOfTheBytes() {
		Frame frame = Frame.answer("aé€😀");
		assertThat(frame.length()).isEqualTo(10).isEqualTo(frame.bytes().length);
		assertThat(new String(frame.bytes(), StandardCharsets.UTF_8)).isEqualTo(frame.text());
	}

	@Test
	void bytesWhenAskedAgainThenAreTheSame() {
		Frame frame = Frame.answer("x");
		assertThat(frame.bytes()).isSameAs(frame.bytes());
	}

	/** A text message with an unpaired surrogate would make the peer close with 1007. */
	@Test
	void textWhenSurrogateIsUnpairedThenItIsReplaced() {
		Frame frame = Frame.event("a", "\"\ud83d\ude00\ud83d\"");
		assertThat(frame.text()).isEqualTo("\"\ud83d\ude00\uFFFD\"");
		assertThat(frame.length()).isEqualTo(9).isEqualTo(frame.bytes().length);
	}

}
