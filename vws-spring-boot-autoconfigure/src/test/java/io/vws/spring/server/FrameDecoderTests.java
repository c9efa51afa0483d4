package io.vws.spring.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.vws.spring.server.FrameDecoder.InvalidFrameException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link FrameDecoder} on frames of all sizes, however they are cut on their way. What it
 * refuses is shown over real sockets by {@link FramesIntegrationTests}.
 */
class FrameDecoderTests {

	private static final String[] TEXTS = { "a", "é", "€", "😀", "plain text of some length ", "{\"t\":\"a/b\"}" };

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 200_000 })
	void frameOfAnyLengthThenTextIsWhole(int length) throws Exception {
		String text = "x".repeat(length);
		assertThat(new Decoding(64 * 1024, Integer.MAX_VALUE).run(frame(0x81, text, 0x12345678)))
			.containsExactly("text " + text);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void messagesCutAnywhereThenAreTheSame(long seed) throws Exception {
		Random random = new Random(seed);
		for (int round = 0; round < 200; round++) {
			List<String> sent = new ArrayList<>();
			byte[] bytes = randomFrames(random, sent);
			int space = 12 + random.nextInt(300);
			int step = 1 + random.nextInt(40);
			assertThat(new Decoding(space, step).run(bytes)).as("seed %d, round %d", seed, round).isEqualTo(sent);
		}
	}

	/** Messages in fragments with pings between them; notes what is to be told. */
	private static byte[] randomFrames(Random random, List<String> sent) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int message = 0; message < 5; message++) {
			boolean binary = random.nextInt(4) == 0;
			byte[] payload = randomText(random).getBytes(StandardCharsets.UTF_8);
			int fragments = 1 + random.nextInt(4);
			int from = 0;
			for (int i = 1; i <= fragments; i++) {
				int to = (i == fragments) ? payload.length : from + random.nextInt(payload.length - from + 1);
				int opcode = (i > 1) ? 0 : binary ? 2 : 1;
				byte[] part = new byte[to - from];
				System.arraycopy(payload, from, part, 0, part.length);
				bytes.writeBytes(frame((i == fragments) ? 0x80 | opcode : opcode, part, random.nextInt()));
				from = to;
				if (i < fragments && random.nextBoolean()) {
					bytes.writeBytes(frame(0x89, "p" + i, random.nextInt()));
					sent.add("ping p" + i);
				}
			}
			sent.add((binary ? "binary " : "text ") + new String(payload, StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	private static String randomText(Random random) {
		StringBuilder text = new StringBuilder();
		int words = random.nextInt(30);
		for (int i = 0; i < words; i++) {
			text.append(TEXTS[random.nextInt(TEXTS.length)]);
		}
		return text.toString();
	}

	@ParameterizedTest
	@CsvSource({ "1000, bye", "1001, ''", "3000, x", "4999, €" })
	void closeThenCodeAndReasonAreTold(int code, String reason) throws Exception {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		byte[] payload = ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
		assertThat(new Decoding(100, 3).run(frame(0x88, payload, 7))).containsExactly("close " + code + " " + reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "FE00000000", "FE007D00000000", "FF000000000000FFFF00000000",
			"FF8000000000000000" + "00000000" })
	void lengthThatIsNotTheShortestThenIsRefused(String header) {
		byte[] bytes = ByteBuffer.allocate(200).put((byte) 0x81).put(java.util.HexFormat.of().parseHex(header)).array();
		assertThatExceptionOfType(InvalidFrameException.class).isThrownBy(() -> new Decoding(100, 200).run(bytes))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(1002));
	}

	@Test
	void invalidTextThenIsRefusedBeforeTheFrameHasEnded() {
		byte[] frame = frame(0x81, new byte[] { 'a', (byte) 0xFF, 'b', 'c', 'd', 'e', 'f', 'g' }, 0);
		byte[] begun = java.util.Arrays.copyOf(frame, frame.length - 5);
		assertThatExceptionOfType(InvalidFrameException.class).isThrownBy(() -> new Decoding(100, 100).run(begun))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(1007));
	}

	private static byte[] frame(int first, String text, int key) {
		return frame(first, text.getBytes(StandardCharsets.UTF_8), key);
	}

	private static byte[] frame(int first, byte[] payload, int key) {
		ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
		if (payload.length < 126) {
			frame.put((byte) (0x80 | payload.length));
		}
		else if (payload.length < 65_536) {
			frame.put((byte) 0xFE).putShort((short) payload.length);
		}
		else {
			frame.put((byte) 0xFF).putLong(payload.length);
		}
		frame.putInt(key);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ (key >>> (24 - 8 * (i % 4)))));
		}
		byte[] result = new byte[frame.position()];
		frame.flip().get(result);
		return result;
	}

	/** Decodes bytes that come in steps, and puts the parts of each message together. */
	private static final class Decoding implements FrameDecoder.Listener {

		private final FrameDecoder decoder = new FrameDecoder(this);

		private final List<String> told = new ArrayList<>();

		private final StringBuilder text = new StringBuilder();

		private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

		private final byte[] space;

		private final int step;

		Decoding(int space, int step) {
			this.space = new byte[space];
			this.step = step;
		}

		List<String> run(byte[] bytes) throws InvalidFrameException, IOException {
			ByteBuffer in = ByteBuffer.allocate(bytes.length);
			int come = 0;
			while (come < bytes.length) {
				int more = Math.min(this.step, bytes.length - come);
				in.put(bytes, come, more);
				come += more;
				in.flip();
				boolean goOn = true;
				while (goOn) {
					goOn = this.decoder.next(in, this.space);
				}
				in.compact();
			}
			assertThat(in.position()).isZero();
			return this.told;
		}

		@Override
		public void text(String part, boolean last) {
			this.text.append(part);
			if (last) {
				this.told.add("text " + this.text);
				this.text.setLength(0);
			}
		}

		@Override
		public void binary(ByteBuffer part, boolean last) {
			byte[] bytes = new byte[part.remaining()];
			part.get(bytes);
			this.binary.writeBytes(bytes);
			if (last) {
				this.told.add("binary " + this.binary.toString(StandardCharsets.UTF_8));
				this.binary.reset();
			}
		}

		@Override
		public void ping(byte[] payload) {
			this.told.add("ping " + new String(payload, StandardCharsets.UTF_8));
		}

		@Override
		public void pong(byte[] payload) {
			this.told.add("pong " + new String(payload, StandardCharsets.UTF_8));
		}

		@Override
		public void close(int code, String reason) {
			this.told.add("close " + code + " " + reason);
		}

	}

}
