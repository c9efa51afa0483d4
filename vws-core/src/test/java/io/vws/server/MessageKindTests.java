package io.vws.server;

import java.util.Map;
import java.util.Set;

import io.vws.wire.NackCode;
import io.vws.wire.VwsMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The closed lists by which messages are counted.
 */
class MessageKindTests {

	private static final Map<VwsMessage, MessageKind> KINDS = Map.of(new VwsMessage.Event(null, "a", "1", Map.of()),
			MessageKind.EVENT, new VwsMessage.Subscribe(null, "a"), MessageKind.SUBSCRIBE,
			new VwsMessage.Unsubscribe(null, "a"), MessageKind.UNSUBSCRIBE, new VwsMessage.UnsubscribeAll(null),
			MessageKind.UNSUBSCRIBE_ALL, new VwsMessage.Ack(null), MessageKind.ANSWER,
			new VwsMessage.Nack(null, NackCode.BUSY), MessageKind.ANSWER, new VwsMessage.Unknown(null),
			MessageKind.UNKNOWN);

	@Test
	void eachMessageHasAKind() {
		assertThat(KINDS.keySet()).extracting(Object::getClass)
			.containsExactlyInAnyOrder(VwsMessage.class.getPermittedSubclasses());
		KINDS.forEach((message, kind) -> assertThat(MessageKind.of(message)).isEqualTo(kind));
		assertThat(Set.copyOf(KINDS.values())).hasSize(MessageKind.values().length - 1)
			.doesNotContain(MessageKind.MALFORMED);
	}

	@Test
	void tagIsInLowerCase() {
		assertThat(MessageKind.UNSUBSCRIBE_ALL.tag()).isEqualTo("unsubscribe-all");
	}

	@ParameterizedTest
	@CsvSource({ "0, 128B", "128, 128B", "129, 1KB", "1024, 1KB", "1025, 8KB", "8192, 8KB", "8193, 64KB", "65536, 64KB",
			"65537, larger", "2147483647, larger" })
	void sizeIsTheSmallestThatFits(int bytes, String tag) {
		assertThat(MessageSize.of(bytes).tag()).isEqualTo(tag);
	}

}
