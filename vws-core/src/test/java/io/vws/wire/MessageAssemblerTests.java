package io.vws.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.vws.wire.MessageAssembler.MessageTooBigException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageAssembler}.
 */
class MessageAssemblerTests {

	private final MessageAssembler assembler = new MessageAssembler(6);

	@Test
	void addWhenLastThenReturnsTheWholeAndBeginsAnew() throws Exception {
		assertThat(this.assembler.add("ab", false)).isNull();
		assertThat(this.assembler.add("", false)).isNull();
		assertThat(this.assembler.add("cd", true)).isEqualTo("abcd");
		assertThat(this.assembler.bytes()).isEqualTo(4);
		assertThat(this.assembler.add("e", true)).isEqualTo("e");
		assertThat(this.assembler.bytes()).isEqualTo(1);
		assertThat(this.assembler.add("", true)).isEmpty();
	}

	@Test
	void addWhenBinaryThenDecodesTheWhole() throws Exception {
		byte[] euro = "a€".getBytes(StandardCharsets.UTF_8);
		assertThat(this.assembler.add(ByteBuffer.wrap(euro, 0, 2), false)).isNull();
		assertThat(this.assembler.add(ByteBuffer.wrap(euro, 2, 2), true)).isEqualTo("a€");
		assertThatExceptionOfType(CharacterCodingException.class)
			.isThrownBy(() -> this.assembler.add(ByteBuffer.wrap(euro, 0, 2), true));
		assertThat(this.assembler.add("e", true)).isEqualTo("e");
	}

	@Test
	void addWhenOverTheLimitThenThrowsHoweverItIsDivided() throws Exception {
		assertThat(this.assembler.add("€€", true)).isEqualTo("€€");
		assertThatExceptionOfType(MessageTooBigException.class).isThrownBy(() -> this.assembler.add("€€.", true));
		assertThat(this.assembler.add("€€", false)).isNull();
		assertThatExceptionOfType(MessageTooBigException.class).isThrownBy(() -> this.assembler.add(".", false));
		assertThat(this.assembler.add(ByteBuffer.allocate(6), false)).isNull();
		assertThatExceptionOfType(MessageTooBigException.class)
			.isThrownBy(() -> this.assembler.add(ByteBuffer.allocate(1), true));
	}

}
