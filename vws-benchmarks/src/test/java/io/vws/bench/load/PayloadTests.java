package io.vws.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Payload}.
 */
class PayloadTests {

	@ParameterizedTest
	@ValueSource(ints = { Payload.MIN_SIZE, 150, 200, 2048 })
	void bytesAreJsonOfTheSizeAndReadBackAsSet(int size) {
		Payload payload = new Payload(size);
		payload.set(12_345_678, 87_654_321, (byte) 'x', 1_234_567_890_123_456L);
		assertThat(payload.bytes()).hasSize(size);
		JsonNode json = new JsonMapper().readTree(payload.bytes());
		assertThat(json.get("seq").asString()).isEqualTo("12345678");
		ByteBuffer in = ByteBuffer.wrap(payload.bytes()).order(ByteOrder.LITTLE_ENDIAN);
		assertThat(in.getLong(0)).isEqualTo(Payload.MAGIC);
		assertThat(Payload.sequence(in, 0)).isEqualTo(12_345_678);
		assertThat(Payload.publish(in, 0)).isEqualTo(87_654_321);
		assertThat(Payload.run(in, 0)).isEqualTo((byte) 'x');
		assertThat(Payload.nanos(in, 0)).isEqualTo(1_234_567_890_123_456L);
	}

}
