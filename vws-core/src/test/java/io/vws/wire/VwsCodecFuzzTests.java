package io.vws.wire;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link VwsCodec} with whatever comes. In a build with the inputs beside this class
 * among the resources; for a minute with new ones if the environment has
 * {@code JAZZER_FUZZ=1}.
 */
class VwsCodecFuzzTests {

	private final VwsCodec codec = new VwsCodec(Set.of("traceparent", "tracestate"));

	@FuzzTest(maxDuration = "1m")
	void decodeOfAnythingIsAMessageOrMalformed(byte[] input) throws MalformedMessageException {
		VwsMessage message = decode(new String(input, StandardCharsets.UTF_8));
		if (message == null || message instanceof VwsMessage.Unknown) {
			return;
		}
		assertThat(this.codec.decode(this.codec.encode(message))).isEqualTo(withTopic(message));
	}

	private @Nullable VwsMessage decode(String text) {
		try {
			return this.codec.decode(text);
		}
		catch (MalformedMessageException ex) {
			return null;
		}
	}

	/** An event without a topic is written with an empty one, which is as invalid. */
	private static VwsMessage withTopic(VwsMessage message) {
		return (message instanceof VwsMessage.Event event && event.topic() == null)
				? new VwsMessage.Event(event.id(), "", event.data(), event.headers()) : message;
	}

}
