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
	void encodedWhenOthersAskInBetweenThenItIsStillRemembered() {
		AtomicInteger calls = new AtomicInteger();
		Function<Event, Integer> first = (encoded) -> calls.incrementAndGet();
		Function<Event, String> second = (encoded) -> "second after " + encoded.encoded(first);
		assertThat(this.event.encoded(second)).isEqualTo("second after 1");
		assertThat(this.event.encoded(first)).isEqualTo(1);
		assertThat(this.event.encoded(second)).isEqualTo("second after 1");
		assertThat(calls).hasValue(1);
	}

	@Test
	void encodedWhenAnEqualEncoderAsksThenItSharesTheResult() {
		record Named(String name, AtomicInteger calls) implements Function<Event, String> {

			@Override
			public String apply(Event encoded) {
				return this.name + this.calls.incrementAndGet();
			}

		}
		AtomicInteger calls = new AtomicInteger();
		assertThat(this.event.encoded(new Named("a", calls))).isEqualTo("a1");
		assertThat(this.event.encoded(new Named("b", calls))).isEqualTo("b2");
		assertThat(this.event.encoded(new Named("a", calls))).isEqualTo("a1");
	}

	/** An event that is kept must not hold on to all who ever looked at it. */
	@Test
	void encodedWhenManyAskThenTheFirstIsForgotten() {
		AtomicInteger calls = new AtomicInteger();
		Function<Event, Integer> first = (encoded) -> calls.incrementAndGet();
		this.event.encoded(first);
		for (int i = 0; i < 7; i++) {
			this.event.encoded(another());
		}
		assertThat(this.event.encoded(first)).isEqualTo(1);
		this.event.encoded(another());
		assertThat(this.event.encoded(first)).isEqualTo(2);
	}

	private static Function<Event, Object> another() {
		Object result = new Object();
		return (encoded) -> result;
	}

	@Test
	void eventWithSomethingElseKeepsTheRest() {
		Peer alice = new Peer("c1", () -> "alice", null);
		Event all = new Event(Topic.parse("a"), this.payload, Map.of("x", "y"), alice);
		Payload other = this.payload.withJson("2");
		assertEvent(all.withTopic(Topic.parse("b")), "b", this.payload, Map.of("x", "y"), alice);
		assertEvent(all.withPayload(other), "a", other, Map.of("x", "y"), alice);
		assertEvent(all.withHeaders(Map.of()), "a", this.payload, Map.of(), alice);
	}

	private static void assertEvent(Event event, String topic, Payload payload, Map<String, String> headers,
			Peer sender) {
		assertThat(event.topic().text()).isEqualTo(topic);
		assertThat(event.payload()).isSameAs(payload);
		assertThat(event.headers()).isEqualTo(headers);
		assertThat(event.sender()).isSameAs(sender);
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
