package io.vws.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.vws.topic.InvalidTopicException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Requests}: what becomes of what a client publishes.
 */
class RequestsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ClientFixture fixture = new ClientFixture((builder) -> builder.queueCapacity(2).queueBytes(1000));

	private final VwsClient client = this.fixture.client;

	@Test
	void publishWhenAcknowledgedThenIsDone() {
		FakeLink link = this.fixture.open();
		CompletableFuture<Void> first = this.client.publish("a/b", Map.of("x", 1));
		CompletableFuture<Void> second = this.client.publish("c", "\u00e9\uD800", Map.of("traceparent", "00-1"));
		assertThat(link.sent()).containsExactly("{\"t\":\"a/b\",\"d\":{\"x\":1},\"i\":1}",
				"{\"t\":\"c\",\"d\":\"\u00e9\uFFFD\",\"i\":2,\"h\":{\"traceparent\":\"00-1\"}}");
		link.receive("{\"k\":\"a\",\"i\":2}");
		assertThat(first).isNotDone();
		assertThat(second).as("completed by the reading thread").isNotDone();
		assertThat(this.fixture.outcome(second)).isEqualTo("done");
		assertThat(this.fixture.outcome(first)).isEqualTo("open");
		link.receive("{\"k\":\"a\",\"i\":1}");
		assertThat(this.fixture.outcome(first)).isEqualTo("done");
	}

	@ParameterizedTest
	@ValueSource(strings = { "forbidden", "busy", "x-new" })
	void publishWhenRefusedThenFailsWithTheCode(String code) {
		FakeLink link = this.fixture.open();
		CompletableFuture<Void> published = this.client.publish("a", 1);
		link.nack(link.next(), code, "Not you");
		assertThat(this.fixture.outcome(published)).isEqualTo("refused " + code + ": Not you");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'k':'n','i':1}", "{'k':'n','i':1,'e':null,'h':{}}", "{'k':'n','i':1,'e':7}",
			"{'i':1,'h':{'vws-code':null},'k':'n'}" })
	void publishWhenRefusedWithoutReasonThenFailsAllTheSame(String refusal) {
		FakeLink link = this.fixture.open();
		CompletableFuture<Void> published = this.client.publish("a", 1);
		link.receive(refusal.replace('\'', '"'));
		assertThat(this.fixture.outcome(published)).isEqualTo("refused refused: Refused");
	}

	@Test
	void publishWhenNotAnsweredThenTimesOut() {
		FakeLink link = this.fixture.open();
		CompletableFuture<Void> first = this.client.publish("a", 1);
		this.fixture.advance(SECOND);
		CompletableFuture<Void> second = this.client.publish("a", 2);
		this.fixture.advance(Duration.ofMillis(8999));
		assertThat(this.fixture.outcome(first)).isEqualTo("open");
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.fixture.outcome(first)).isEqualTo("RequestTimeoutException");
		assertThat(this.fixture.outcome(second)).isEqualTo("open");
		link.ackNext();
		link.ackNext();
		assertThat(this.fixture.outcome(first)).isEqualTo("RequestTimeoutException");
		assertThat(this.fixture.outcome(second)).isEqualTo("done");
		this.fixture.advance(SECOND);
		CompletableFuture<Void> third = this.client.publish("a", 3);
		this.fixture.advance(Duration.ofSeconds(10));
		assertThat(this.fixture.outcome(third)).isEqualTo("RequestTimeoutException");
	}

	@Test
	void publishWhenConnectionIsLostThenTheOutcomeIsUnknown() {
		FakeLink link = this.fixture.open();
		CompletableFuture<Void> published = this.client.publish("a", 1);
		link = this.fixture.cut(link);
		assertThat(this.fixture.outcome(published)).isEqualTo("UnknownOutcomeException");
		assertThat(link.sent()).as("never twice").isEmpty();
	}

	@Test
	void publishWhenConnectionIsEndedForGoodThenTheOutcomeIsUnknown() {
		FakeLink link = this.fixture.open();
		link.stalls = true;
		CompletableFuture<Void> written = this.client.publish("a", 1);
		CompletableFuture<Void> waiting = this.client.publish("a", 2);
		link.end(4503);
		assertThat(this.fixture.outcome(written)).isEqualTo("UnknownOutcomeException");
		assertThat(this.fixture.outcome(waiting)).isEqualTo("ConnectionRefusedException");
	}

	@Test
	void publishWhenNotConnectedThenWaitsInOrder() {
		CompletableFuture<Void> first = this.client.publish("a", 1);
		assertThat(this.client.send("a", 2)).isTrue();
		FakeLink link = this.fixture.open();
		assertThat(link.ackNext().get("d").asInt()).isOne();
		assertThat(link.sent()).containsExactly("{\"t\":\"a\",\"d\":2}");
		assertThat(this.fixture.outcome(first)).isEqualTo("done");
	}

	@Test
	void publishWhenNotConnectedInTimeThenTimesOutAndIsNeverSent() {
		CompletableFuture<Void> published = this.client.publish("a", 1);
		this.client.send("a", 2);
		this.fixture.advance(Duration.ofSeconds(10));
		assertThat(this.fixture.outcome(published)).isEqualTo("RequestTimeoutException");
		assertThat(this.fixture.open().sent()).isEmpty();
	}

	@Test
	void theQueueIsBoundedInMessagesWithoutConnection() {
		assertThat(this.client.send("a", 1)).isTrue();
		CompletableFuture<Void> second = this.client.publish("a", 2);
		assertThat(this.client.send("a", 3)).isFalse();
		assertThat(this.fixture.outcome(this.client.publish("a", 4))).isEqualTo("QueueFullException");
		assertThat(this.fixture.outcome(second)).isEqualTo("open");
		FakeLink link = this.fixture.open();
		link.stalls = true;
		for (int i = 5; i < 15; i++) {
			assertThat(this.client.send("a", i)).as("while connected").isTrue();
		}
		assertThat(link.sent()).hasSize(3);
	}

	@Test
	void theQueueIsBoundedInBytesAlways() {
		String half = "x".repeat(470);
		FakeLink link = this.fixture.open();
		link.stalls = true;
		assertThat(this.client.send("a", half)).isTrue();
		assertThat(this.client.send("a", half)).isTrue();
		assertThat(this.client.send("a", half)).isFalse();
		assertThat(this.fixture.outcome(this.client.publish("a", half))).isEqualTo("QueueFullException");
		link.take();
		assertThat(this.client.send("a", half)).as("after the socket took one").isTrue();
		link.end(1006);
		assertThat(this.client.send("a", half)).as("with one that waits for the next connection").isTrue();
		assertThat(this.client.send("a", half)).isFalse();
		assertThat(this.client.send("a", 1)).as("over the number").isFalse();
	}

	@Test
	void whatAnEarlierSocketTakesLateDoesNotCount() {
		String half = "x".repeat(470);
		FakeLink old = this.fixture.open();
		old.stalls = true;
		this.client.send("a", half);
		FakeLink link = this.fixture.cut(old);
		old.take();
		link.stalls = true;
		assertThat(this.client.send("a", half)).isTrue();
		assertThat(this.client.send("a", half)).isTrue();
		assertThat(this.client.send("a", half)).isFalse();
	}

	@Test
	void aSendIsDoneWhenItIsWritten() {
		this.fixture.open();
		for (int i = 0; i < 70_000; i++) {
			assertThat(this.client.send("a", i)).isTrue();
		}
	}

	@Test
	void aSingleMessageMayBeLargerThanTheQueue() {
		assertThat(this.client.send("a", "x".repeat(2000))).isTrue();
		assertThat(this.client.send("a", 1)).isFalse();
		this.fixture.open();
		assertThat(this.client.send("a", "x".repeat(2000))).isTrue();
		assertThat(this.client.send("a", "x".repeat(2000))).isTrue();
	}

	@Test
	void unansweredRequestsAreBounded() {
		this.fixture.open();
		List<CompletableFuture<Void>> published = new ArrayList<>();
		for (int i = 0; i < 65_536; i++) {
			published.add(this.client.publish("a", 1));
		}
		assertThat(published.get(65_535)).isNotDone();
		assertThat(this.fixture.outcome(this.client.publish("a", 1))).isEqualTo("QueueFullException");
		this.fixture.advance(Duration.ofSeconds(10));
		assertThat(this.fixture.outcome(published.get(65_535))).isEqualTo("RequestTimeoutException");
		assertThat(this.fixture.outcome(this.client.publish("a", 1))).isEqualTo("open");
	}

	@Test
	void whatTheSocketWasNotGivenWaitsForTheNextConnection() {
		FakeLink link = this.fixture.open();
		link.stalls = true;
		CompletableFuture<Void> begun = this.client.publish("a", 1);
		CompletableFuture<Void> second = this.client.publish("a", 2);
		this.client.send("a", 3);
		FakeLink next = this.fixture.cut(link);
		assertThat(this.fixture.outcome(begun)).isEqualTo("UnknownOutcomeException");
		assertThat(next.ackNext().get("d").asInt()).isEqualTo(2);
		assertThat(next.next().get("d").asInt()).isEqualTo(3);
		assertThat(this.fixture.outcome(second)).isEqualTo("done");
	}

	@Test
	void whatWaitsForTheSocketTooLongIsNeverSent() {
		FakeLink link = this.fixture.open();
		link.stalls = true;
		this.client.send("a", 1);
		CompletableFuture<Void> published = this.client.publish("a", 2);
		this.fixture.advance(Duration.ofSeconds(9));
		this.client.send("a", 3);
		this.fixture.advance(SECOND);
		assertThat(this.fixture.outcome(published)).isEqualTo("RequestTimeoutException");
		link.stalls = false;
		link.take();
		assertThat(link.sent()).containsExactly("{\"t\":\"a\",\"d\":1}", "{\"t\":\"a\",\"d\":3}");
	}

	@Test
	void anAnswerThatIsEarlyCountsOnce() {
		FakeLink link = this.fixture.open();
		link.stalls = true;
		CompletableFuture<Void> first = this.client.publish("a", 1);
		CompletableFuture<Void> second = this.client.publish("a", 2);
		JsonNode request = link.next();
		link.ack(request);
		link.nack(request, "internal", "second thoughts");
		link.receive("{\"k\":\"a\",\"i\":2}"); // not sent yet
		assertThat(this.fixture.outcome(first)).isEqualTo("done");
		assertThat(this.fixture.outcome(second)).isEqualTo("open");
		link.take();
		link.ackNext();
		assertThat(this.fixture.outcome(second)).isEqualTo("done");
	}

	@Test
	void nobodyIsAnsweredForASend() {
		FakeLink link = this.fixture.open();
		link.stalls = true;
		this.client.send("a", 1);
		link.receive("{\"k\":\"n\",\"i\":1}");
		link.stalls = false;
		link.take();
		assertThat(this.fixture.outcome(this.client.publish("a", 2))).isEqualTo("open");
		assertThat(link.sent()).hasSize(2);
	}

	@Test
	void closeWhenRequestsAreOpenThenAllEnd() {
		FakeLink link = this.fixture.open();
		link.stalls = true;
		CompletableFuture<Void> written = this.client.publish("a", 1);
		CompletableFuture<Void> waiting = this.client.publish("a", 2);
		this.client.close();
		assertThat(this.fixture.outcome(written)).isEqualTo("ClientClosedException");
		assertThat(this.fixture.outcome(waiting)).isEqualTo("ClientClosedException");
		assertThat(this.fixture.outcome(this.client.publish("a", 3))).isEqualTo("ClientClosedException");
		assertThat(this.client.send("a", 4)).isFalse();
		assertThat(link.ends).as("before all is written").isEmpty();
		link.stalls = false;
		link.take();
		assertThat(link.sent()).hasSize(2);
		assertThat(link.ends).containsExactly("close 1000");
		this.fixture.advance(SECOND);
		FakeLink next = this.fixture.open();
		assertThat(next.sent()).isEmpty();
		for (int i = 0; i < 100; i++) {
			assertThat(this.client.send("a", i)).as("the count of bytes is right again").isTrue();
		}
	}

	@Test
	void closeWhenSocketFailsThenEndsTheConnectionAllTheSame() {
		FakeLink link = this.fixture.open();
		link.stalls = true;
		this.client.send("a", 1);
		this.client.close();
		link.failToTake();
		assertThat(link.ends).containsExactly("close 1000");
	}

	@Test
	void whenTheSocketTakesNothingThenTheCloseFrameIsWaitedFor() {
		FakeLink link = this.fixture.open();
		link.broken = true;
		CompletableFuture<Void> published = this.client.publish("a", 1);
		this.fixture.advance(Duration.ofMillis(999));
		assertThat(this.client.status().state()).isEqualTo(ClientState.OPEN);
		link.end(4503);
		this.fixture.run();
		assertThat(this.client.status().state()).isEqualTo(ClientState.CLOSED);
		assertThat(this.fixture.outcome(published)).isEqualTo("UnknownOutcomeException");
	}

	@Test
	void whenTheSocketTakesNothingAndSaysNothingThenTheConnectionIsCut() {
		FakeLink link = this.fixture.open();
		this.fixture.listener.take();
		link.stalls = true;
		this.client.send("a", 1);
		CompletableFuture<Void> published = this.client.publish("a", 2);
		link.failToTake();
		this.fixture.advance(SECOND);
		assertThat(this.fixture.listener.take()).containsExactly("OPEN -> WAITING", "closed 1006, will reconnect");
		assertThat(link.ends).containsExactly("abort");
		this.fixture.advance(Duration.ofSeconds(3));
		this.fixture.reopen().ackNext();
		assertThat(this.fixture.outcome(published)).isEqualTo("done");
	}

	@Test
	void badArgumentsAreToldAtOnce() {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> this.client.publish("a/+", 1));
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> this.client.send("", 1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.publish("a", nothing()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.send("a", nothing()));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.client.publish("a", new Object() {
			@SuppressWarnings("unused")
			public String getName() {
				throw new IllegalStateException();
			}
		}));
	}

	@SuppressWarnings("NullAway")
	private static Object nothing() {
		return Optional.empty().orElse(null);
	}

}
