package io.vws.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

import io.vws.topic.InvalidTopicException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Subscriptions} on one connection.
 */
class SubscriptionsTests {

	private final ClientFixture fixture = new ClientFixture();

	private final VwsClient client = this.fixture.client;

	/** Set by {@link #open()}; a test without it has no connection. */
	@SuppressWarnings("NullAway.Init")
	private FakeLink link;

	private void open() {
		this.link = this.fixture.open();
	}

	private String ready(Received received) {
		return this.fixture.outcome(received.subscription.ready());
	}

	@Test
	void subscribeWhenConfirmedThenIsReady() {
		open();
		Received received = this.fixture.subscribe("orders/+id");
		assertThat(received.subscription.pattern()).isEqualTo("orders/+id");
		assertThat(received.subscription.isActive()).isTrue();
		assertThat(ready(received)).isEqualTo("open");
		assertThat(this.link.sent()).containsExactly("{\"k\":\"s\",\"t\":\"orders/+id\",\"i\":1}");
		this.link.receive("{\"k\":\"a\",\"i\":1}");
		assertThat(ready(received)).isEqualTo("done");
		assertThat(this.fixture.listener.take()).doesNotContain("failed");
	}

	@Test
	void subscribeWhenNotConnectedThenComesBeforeWhatWaits() {
		CompletableFuture<Void> published = this.client.publish("a", 1);
		Received received = this.fixture.subscribe("a");
		assertThat(ready(received)).isEqualTo("open");
		open();
		JsonNode subscribe = this.link.next();
		assertThat(subscribe.get("k").asString()).isEqualTo("s");
		assertThat(this.link.sent()).as("before the answer").isEmpty();
		this.link.ack(subscribe);
		assertThat(this.link.ackNext().get("d").asInt()).isOne();
		assertThat(ready(received)).isEqualTo("done");
		assertThat(this.fixture.outcome(published)).isEqualTo("done");
		assertThat(this.fixture.listener.gaps).isEmpty();
	}

	@Test
	void subscribeWhenPatternIsTheSameThenSharesTheSubscription() {
		open();
		Received first = this.fixture.subscribe("a/+");
		Received second = this.fixture.subscribe("a/+");
		this.link.ackNext();
		assertThat(ready(first)).isEqualTo("done");
		assertThat(ready(second)).isEqualTo("done");
		Received third = this.fixture.subscribe("a/+");
		assertThat(ready(third)).isEqualTo("done");
		assertThat(this.link.sent()).isEmpty();
		this.link.event("a/b", "1");
		this.fixture.run();
		assertThat(first.events).isEqualTo(second.events).isEqualTo(third.events).containsExactly("a/b=1");
		assertThat(this.fixture.outcome(first.subscription.cancel())).isEqualTo("done");
		assertThat(this.fixture.outcome(third.subscription.cancel())).isEqualTo("done");
		assertThat(this.link.sent()).isEmpty();
		CompletableFuture<Void> last = second.subscription.cancel();
		assertThat(this.link.ackNext().toString()).isEqualTo("{\"k\":\"u\",\"t\":\"a/+\",\"i\":2}");
		assertThat(this.fixture.outcome(last)).isEqualTo("done");
	}

	@Test
	void patternsWithOtherNamesAreOther() {
		open();
		this.fixture.subscribed(this.link, "a/+x");
		this.fixture.subscribed(this.link, "a/+y");
	}

	@ParameterizedTest
	@ValueSource(strings = { "forbidden", "invalid-pattern", "too-many-subscriptions" })
	void subscribeWhenRefusedThenIsGone(String code) {
		open();
		this.fixture.listener.take();
		Received received = this.fixture.subscribe("a");
		Received second = this.fixture.subscribe("a");
		this.link.nack(this.link.next(), code, "No");
		assertThat(ready(received)).isEqualTo("refused " + code + ": No");
		assertThat(ready(second)).isEqualTo("refused " + code + ": No");
		assertThat(received.subscription.isActive()).isFalse();
		assertThat(this.fixture.listener.take()).containsExactly("failed RequestRefusedException a");
		this.link.event("a", "1");
		this.fixture.run();
		assertThat(received.events).isEmpty();
		assertThat(this.fixture.outcome(received.subscription.cancel())).isEqualTo("done");
		this.fixture.advance(Duration.ofSeconds(29));
		assertThat(this.link.sent()).isEmpty();
		this.fixture.subscribed(this.link, "a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "busy", "rate-limited", "shutting-down", "internal" })
	void subscribeWhenRefusedForTheMomentThenIsTriedAgain(String code) {
		open();
		this.fixture.listener.take();
		Received received = this.fixture.subscribe("a");
		this.link.nack(this.link.next(), code, "Not now");
		assertThat(ready(received)).isEqualTo("open");
		assertThat(received.subscription.isActive()).isTrue();
		this.fixture.advance(Duration.ofMillis(249));
		assertThat(this.link.sent()).isEmpty();
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.link.ackNext().toString()).isEqualTo("{\"k\":\"s\",\"t\":\"a\",\"i\":2}");
		assertThat(ready(received)).isEqualTo("done");
		assertThat(this.fixture.listener.take()).isEmpty();
		this.link.event("a", "1");
		this.fixture.run();
		assertThat(received.events).containsExactly("a=1");
	}

	/** As in a rolling restart, which must not cost a subscription. */
	@Test
	void subscribeWhenTheServerStopsThenIsMadeAtTheNext() {
		open();
		Received received = this.fixture.subscribe("a");
		this.link.nack(this.link.next(), "shutting-down", "Server shutting down");
		this.link = this.fixture.cut(this.link);
		assertThat(this.link.ackNext().get("t").asString()).isEqualTo("a");
		assertThat(ready(received)).isEqualTo("done");
		this.fixture.advance(Duration.ofSeconds(29));
		assertThat(this.link.sent()).isEmpty();
	}

	@Test
	void subscribeWhenNotAnsweredThenIsTriedAgain() {
		open();
		Received received = this.fixture.subscribe("a");
		this.link.next();
		this.fixture.advance(Duration.ofSeconds(10));
		assertThat(ready(received)).isEqualTo("open");
		this.fixture.advance(Duration.ofMillis(250));
		assertThat(this.link.ackNext().get("k").asString()).isEqualTo("s");
		assertThat(ready(received)).isEqualTo("done");
	}

	/** The server may have granted the first try, too late for us to hear of it. */
	@Test
	void subscribeWhenRefusedAfterATryThatWasNotAnsweredThenIsWithdrawn() {
		open();
		Received received = this.fixture.subscribe("a");
		this.link.next();
		this.fixture.advance(Duration.ofMillis(10_250));
		this.link.nack(this.link.next(), "forbidden", "No");
		assertThat(ready(received)).isEqualTo("refused forbidden: No");
		assertThat(this.link.ackNext().toString()).isEqualTo("{\"k\":\"u\",\"t\":\"a\",\"i\":3}");
		this.fixture.subscribed(this.link, "a");
	}

	@Test
	void closeWhenASubscriptionIsToBeTriedAgainThenItHasFailed() {
		open();
		Received received = this.fixture.subscribe("a");
		this.link.nack(this.link.next(), "busy", "Not now");
		this.fixture.client.close();
		this.fixture.advance(Duration.ofSeconds(29));
		assertThat(ready(received)).isEqualTo("ClientClosedException");
		assertThat(received.subscription.isActive()).isFalse();
	}

	@Test
	void subscribeWhenConnectionIsLostBeforeTheAnswerThenIsMadeAgain() {
		open();
		Received received = this.fixture.subscribe("a");
		FakeLink next = this.fixture.cut(this.link);
		assertThat(ready(received)).isEqualTo("open");
		next.ackNext();
		assertThat(ready(received)).isEqualTo("done");
		assertThat(this.fixture.listener.gaps).singleElement().satisfies((gap) -> assertThat(gap.patterns()).isEmpty());
	}

	@Test
	void cancelWhenNotConfirmedThenReadyFails() {
		open();
		Received received = this.fixture.subscribe("a");
		CompletableFuture<Void> cancelled = received.subscription.cancel();
		assertThat(received.subscription.isActive()).isFalse();
		assertThat(ready(received)).isEqualTo("SubscriptionCancelledException");
		assertThat(this.fixture.outcome(cancelled)).isEqualTo("open");
		assertThat(this.link.ackNext().get("k").asString()).isEqualTo("s");
		assertThat(this.link.ackNext().get("k").asString()).isEqualTo("u");
		assertThat(this.fixture.outcome(cancelled)).isEqualTo("done");
		assertThat(ready(received)).isEqualTo("SubscriptionCancelledException");
	}

	@Test
	void cancelWhenConfirmedJustNowThenReadyIsDone() {
		open();
		Received received = this.fixture.subscribe("a");
		this.link.ackNext();
		received.subscription.cancel();
		Deque<Runnable> tasks = new ArrayDeque<>();
		this.fixture.tasks.forEach(tasks::push);
		this.fixture.tasks.clear();
		tasks.forEach(Runnable::run); // as an executor with several threads may
		assertThat(ready(received)).isEqualTo("done");
	}

	@Test
	void cancelWhenNotConnectedThenIsDoneAtOnce() {
		Received received = this.fixture.subscribe("a");
		assertThat(this.fixture.outcome(received.subscription.cancel())).isEqualTo("done");
		assertThat(this.fixture.outcome(received.subscription.cancel())).isEqualTo("done");
		open();
		assertThat(this.link.sent()).isEmpty();
	}

	@Test
	void cancelWhenServerDoesNotConfirmThenTellsIt() {
		open();
		CompletableFuture<Void> refused = this.fixture.subscribed(this.link, "a").subscription.cancel();
		this.link.nack(this.link.next(), "internal", "Oh");
		assertThat(this.fixture.outcome(refused)).isEqualTo("refused internal: Oh");
		CompletableFuture<Void> late = this.fixture.subscribed(this.link, "b").subscription.cancel();
		this.fixture.advance(Duration.ofSeconds(10));
		assertThat(this.fixture.outcome(late)).isEqualTo("RequestTimeoutException");
	}

	@Test
	void cancelWhenConnectionEndsThenIsDone() {
		open();
		CompletableFuture<Void> lost = this.fixture.subscribed(this.link, "a").subscription.cancel();
		this.link = this.fixture.cut(this.link);
		assertThat(this.fixture.outcome(lost)).isEqualTo("done");
		CompletableFuture<Void> closed = this.fixture.subscribed(this.link, "a").subscription.cancel();
		this.client.close();
		assertThat(this.fixture.outcome(closed)).isEqualTo("done");
	}

	@Test
	void subscribeWhenCancelledBeforeThenIsNew() {
		open();
		Received old = this.fixture.subscribed(this.link, "a");
		old.subscription.cancel();
		Received received = this.fixture.subscribe("a");
		assertThat(this.link.ackNext().get("k").asString()).isEqualTo("u");
		assertThat(ready(received)).isEqualTo("open");
		assertThat(this.link.ackNext().get("k").asString()).isEqualTo("s");
		assertThat(ready(received)).isEqualTo("done");
		this.link.event("a", "1");
		this.fixture.run();
		assertThat(old.events).isEmpty();
		assertThat(received.events).containsExactly("a=1");
	}

	@Test
	void unsubscribeAllEndsEverySubscription() {
		open();
		Received first = this.fixture.subscribed(this.link, "a");
		Received second = this.fixture.subscribe("b");
		this.link.next();
		CompletableFuture<Void> done = this.client.unsubscribeAll();
		assertThat(first.subscription.isActive()).isFalse();
		assertThat(ready(second)).isEqualTo("SubscriptionCancelledException");
		assertThat(this.fixture.outcome(done)).isEqualTo("open");
		assertThat(this.link.ackNext().toString()).isEqualTo("{\"k\":\"U\",\"i\":3}");
		assertThat(this.fixture.outcome(done)).isEqualTo("done");
		this.link = this.fixture.cut(this.link);
		assertThat(this.link.sent()).isEmpty();
		this.link.end(1006);
		assertThat(this.fixture.outcome(this.client.unsubscribeAll())).isEqualTo("done");
	}

	@Test
	void subscribeWhenClosedThenFailsAtOnce() {
		this.client.close();
		Received received = this.fixture.subscribe("a");
		assertThat(ready(received)).isEqualTo("ClientClosedException");
		assertThat(received.subscription.isActive()).isFalse();
		assertThat(this.fixture.outcome(received.subscription.cancel())).isEqualTo("done");
	}

	@Test
	void connectWhenClosedThenConfirmedSubscriptionsComeBack() {
		open();
		Received confirmed = this.fixture.subscribed(this.link, "a");
		Received unconfirmed = this.fixture.subscribe("b");
		this.client.close();
		assertThat(ready(unconfirmed)).isEqualTo("ClientClosedException");
		assertThat(confirmed.subscription.isActive()).isTrue();
		open();
		assertThat(this.link.ackNext().get("t").asString()).isEqualTo("a");
		assertThat(this.link.sent()).isEmpty();
		this.link.event("a", "1");
		this.fixture.run();
		assertThat(confirmed.events).containsExactly("a=1");
	}

	@Test
	void aBadPatternIsToldAtOnce() {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> this.fixture.subscribe("a/#/b"));
	}

}
