package io.vws.bus;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.vws.topic.Topic;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link Event} and the small values beside it.
 */
class EventTests {

	private final Payload payload = Payload.of(1, JsonMapper.builder().build());

	private final Event event = new Event(Topic.parse("a/b"), this.payload);

	@Test
	void encodedWhenTheSameEncoderAsksAgainThenItIsNotCalledAgain() {
		AtomicInteger calls = new AtomicInteger();
		Function<Event, String> encoder = (encoded) -> encoded.topic() + " " + calls.incrementAndGet();
		assertThat(this.event.encoded(encoder)).isEqualTo("a/b 1").isSameAs(this.event.encoded(encoder));
		assertThat(calls).hasValue(1);
	}

	@Test
	void encodedWhenAnotherEncoderAsksThenItGetsItsOwnResult() {
		Function<Event, Integer> length = (encoded) -> encoded.topic().text().length();
		Function<Event, String> text = (encoded) -> encoded.topic().text();
		assertThat(this.event.encoded(length)).isEqualTo(3);
		assertThat(this.event.encoded(text)).isEqualTo("a/b");
		assertThat(this.event.encoded(length)).isEqualTo(3);
	}

	@Test
	void encodedWhenTheEncoderFailsThenTheNextCallTriesAgain() {
		AtomicInteger calls = new AtomicInteger();
		Function<Event, String> encoder = (encoded) -> {
			if (calls.incrementAndGet() == 1) {
				throw EventRefusedException.tooLarge(2, 1);
			}
			return "done";
		};
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.event.encoded(encoder));
		assertThat(this.event.encoded(encoder)).isEqualTo("done");
	}

	@Test
	void headersAreCopiedAndCannotBeChanged() {
		Map<String, String> headers = new HashMap<>(Map.of("x", "y"));
		Event made = new Event(this.event.topic(), this.payload, headers, null);
		headers.clear();
		assertThat(made.headers()).isEqualTo(Map.of("x", "y"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> made.headers().clear());
	}

	@Test
	void eventOfTheApplicationHasNeitherHeadersNorSender() {
		assertThat(this.event.headers()).isEmpty();
		assertThat(this.event.sender()).isNull();
		assertThat(this.event.payload()).isSameAs(this.payload);
		assertThat(this.event).hasToString("Event[a/b]");
	}

	@Test
	void peerIsCalledByItsPrincipalOrItsConnection() {
		Principal alice = () -> "alice";
		assertThat(new Peer("c1", alice, null).name()).isEqualTo("alice");
		assertThat(new Peer("c1", null, "10.0.0.1").name()).isEqualTo("c1");
	}

	@Test
	void refusalsNameTheirReason() {
		assertThat(EventRefusedException.busy("full")).hasMessage("full")
			.extracting(EventRefusedException::reason)
			.isEqualTo(EventRefusedException.Reason.BUSY);
		assertThat(EventRefusedException.busy("full").getStackTrace()).isEmpty();
		assertThat(EventRefusedException.tooLarge(11, 10))
			.hasMessage("The encoded event has 11 bytes, more than the limit of 10")
			.extracting(EventRefusedException::reason)
			.isEqualTo(EventRefusedException.Reason.TOO_LARGE);
	}

}
