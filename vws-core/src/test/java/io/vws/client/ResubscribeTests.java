package io.vws.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Subscriptions} over several connections.
 */
class ResubscribeTests {

	private final ClientFixture fixture = new ClientFixture();

	private final VwsClient client = this.fixture.client;

	private FakeLink link = this.fixture.open();

	private final Received a = this.fixture.subscribed(this.link, "a");

	private final Received b = this.fixture.subscribed(this.link, "b");

	@BeforeEach
	void start() {
		this.fixture.listener.take();
	}

	private void cut() {
		this.link = this.fixture.cut(this.link);
		this.fixture.listener.take();
	}

	private List<String> told() {
		this.fixture.run();
		return this.fixture.listener.take();
	}

	@Test
	void subscriptionsComeFirstThenWhatWaitsThenTheGap() {
		this.fixture.advance(Duration.ofSeconds(3));
		this.link.event("a", "1"); // the last sign of life
		this.fixture.advance(Duration.ofSeconds(4));
		this.link.end(1006);
		CompletableFuture<Void> published = this.client.publish("c", 1);
		this.fixture.advance(Duration.ofSeconds(3));
		this.link = this.fixture.reopen();
		JsonNode first = this.link.next();
		JsonNode second = this.link.next();
		assertThat(first.get("t").asString()).isEqualTo("a");
		assertThat(second.get("t").asString()).isEqualTo("b");
		this.client.send("c", 2);
		assertThat(this.link.sent()).isEmpty();
		this.link.ack(second);
		assertThat(this.link.sent()).isEmpty();
		assertThat(told()).doesNotContain("gap a b");
		this.link.event("a", "2");
		this.link.ack(first);
		assertThat(this.link.ackNext().get("d").asInt()).isOne();
		assertThat(this.link.ackNext().get("d").asInt()).isEqualTo(2);
		assertThat(told()).containsExactly("gap a b");
		assertThat(this.fixture.listener.gaps).containsExactly(new Gap(ManualScheduler.at(Duration.ofSeconds(3)),
				ManualScheduler.at(Duration.ofSeconds(10)), List.of("a", "b")));
		assertThat(this.fixture.outcome(published)).isEqualTo("done");
		assertThat(this.a.events).containsExactly("a=1", "a=2");
		this.client.send("c", 3);
		assertThat(this.link.sent()).as("straight to the socket").hasSize(1);
	}

	@Test
	void withoutSubscriptionsTheGapIsToldToo() {
		this.client.unsubscribeAll();
		this.link = this.fixture.cut(this.link);
		assertThat(told()).endsWith("CONNECTING -> OPEN", "gap ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "busy", "rate-limited", "shutting-down", "internal" })
	void aPassingRefusalIsTriedAgain(String code) {
		cut();
		this.link.nack(this.link.next(), code, "Not now");
		this.link.ackNext();
		assertThat(told()).containsExactly("gap b");
		this.fixture.advance(Duration.ofMillis(249));
		assertThat(this.link.sent()).isEmpty();
		this.fixture.advance(Duration.ofMillis(1));
		this.link.nack(this.link.next(), code, "Not now");
		this.fixture.advance(Duration.ofMillis(499));
		assertThat(this.link.sent()).isEmpty();
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.link.ackNext().get("t").asString()).isEqualTo("a");
		assertThat(told()).containsExactly("gap a");
		assertThat(this.fixture.listener.gaps.get(1).from()).isEqualTo(this.fixture.listener.gaps.get(0).from());
		assertThat(this.a.subscription.isActive()).isTrue();
	}

	@Test
	void anAnswerThatDoesNotComeIsWaitedForOnceThenTriedAgain() {
		cut();
		this.link.next();
		this.link.ackNext();
		this.client.send("c", 1);
		this.fixture.advance(Duration.ofMillis(9_999));
		assertThat(this.link.sent()).isEmpty();
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(told()).containsExactly("gap b");
		this.fixture.advance(Duration.ofMillis(250));
		assertThat(this.link.ackNext().get("t").asString()).isEqualTo("a");
		assertThat(told()).containsExactly("gap a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "forbidden", "invalid-pattern", "unheard-of" })
	void aRefusalThatMeansItEndsThatSubscription(String code) {
		cut();
		this.link.nack(this.link.next(), code, "No more");
		this.link.ackNext();
		assertThat(told()).containsExactly("failed RequestRefusedException a", "gap b");
		assertThat(this.a.subscription.isActive()).isFalse();
		assertThat(this.fixture.outcome(this.a.subscription.ready())).isEqualTo("done");
		assertThat(this.b.subscription.isActive()).isTrue();
		cut();
		assertThat(this.link.ackNext().get("t").asString()).isEqualTo("b");
		assertThat(this.link.sent()).isEmpty();
	}

	@Test
	void whenTheConnectionIsLostMeanwhileThenTheGapGrows() {
		this.fixture.advance(Duration.ofSeconds(2));
		cut();
		this.link.ackNext();
		this.fixture.advance(Duration.ofSeconds(2));
		cut();
		assertThat(told()).isEmpty();
		this.link.ackNext();
		this.link.ackNext();
		assertThat(told()).containsExactly("gap a b");
		assertThat(this.fixture.listener.gaps).singleElement()
			.satisfies((gap) -> assertThat(gap.from()).isEqualTo(ManualScheduler.at(Duration.ZERO)));
	}

	@Test
	void aSubscriptionThatWasNotThereBetweenHasItsWholeGap() {
		cut();
		this.link.nack(this.link.next(), "busy", "Not now");
		this.link.ackNext();
		assertThat(told()).containsExactly("gap b");
		Instant start = this.fixture.listener.gaps.get(0).from();
		cut();
		this.link.ackNext();
		this.link.ackNext();
		assertThat(told()).containsExactly("gap a b");
		assertThat(this.fixture.listener.gaps.get(1).from()).isEqualTo(start);
	}

	@Test
	void aRefusalForgetsNoEventThatCameBefore() {
		this.link.event("a", "1");
		this.link.end(1006);
		List<Runnable> handler = List.copyOf(this.fixture.tasks);
		this.fixture.tasks.clear();
		this.fixture.advance(Duration.ofSeconds(5));
		this.link = this.fixture.reopen();
		this.link.nack(this.link.next(), "forbidden", "No more");
		assertThat(this.a.events).isEmpty();
		assertThat(this.a.subscription.isActive()).isFalse();
		handler.forEach(Runnable::run);
		assertThat(this.a.events).containsExactly("a=1");
	}

	@Test
	void aRetryEndsWithItsConnection() {
		cut();
		this.link.nack(this.link.next(), "busy", "Not now");
		this.link.ackNext();
		FakeLink old = this.link;
		old.sent();
		cut();
		assertThat(this.link.ackNext().get("t").asString()).isEqualTo("a");
		this.link.ackNext();
		this.fixture.advance(Duration.ofSeconds(29));
		assertThat(old.sent()).isEmpty();
		assertThat(this.link.sent()).isEmpty();
	}

	@Test
	void cancelWhenSubscriptionIsBeingMadeAgainThenNothingWaitsForIt() {
		cut();
		JsonNode request = this.link.next();
		this.link.ackNext();
		this.a.subscription.cancel();
		this.client.send("c", 1);
		assertThat(this.link.next().get("k").asString()).isEqualTo("u");
		assertThat(this.link.sent()).isEmpty();
		this.link.ack(request);
		assertThat(this.link.sent()).hasSize(1);
		assertThat(told()).containsExactly("gap b");
	}

	@Test
	void cancelWhenSubscriptionIsToBeTriedAgainThenItIsNot() {
		cut();
		this.link.nack(this.link.next(), "busy", "Not now");
		this.link.ackNext();
		this.a.subscription.cancel();
		this.link.ackNext();
		this.fixture.advance(Duration.ofSeconds(29));
		assertThat(this.link.sent()).isEmpty();
	}

	@Test
	void subscribeWhenOthersAreBeingMadeAgainThenDoesNotWaitForThem() {
		cut();
		Received c = this.fixture.subscribe("c");
		this.link.next();
		this.link.next();
		this.link.ackNext();
		assertThat(this.fixture.outcome(c.subscription.ready())).isEqualTo("done");
		assertThat(told()).isEmpty();
	}

	@Test
	void aHandlerThatJoinsMeanwhileIsReadyWithTheSubscription() {
		this.link.end(1006);
		Received second = this.fixture.subscribe("a");
		assertThat(this.fixture.outcome(second.subscription.ready())).isEqualTo("open");
		this.fixture.advance(Duration.ofSeconds(5));
		this.link = this.fixture.reopen();
		assertThat(this.fixture.outcome(second.subscription.ready())).isEqualTo("open");
		this.link.ackNext();
		assertThat(this.fixture.outcome(second.subscription.ready())).isEqualTo("done");
	}

	@Test
	void connectWhenClosedThenTellsTheGap() {
		this.client.close();
		this.fixture.advance(Duration.ofHours(1));
		this.link = this.fixture.open();
		this.link.ackNext();
		this.link.ackNext();
		assertThat(told()).endsWith("gap a b");
	}

	/**
	 * It was never told that its subscription is there, as if it had the pattern alone.
	 */
	@Test
	void closeWhenAHandlerHasJoinedMeanwhileThenItHasFailed() {
		this.link.end(1006);
		Received second = this.fixture.subscribe("a");
		this.client.close();
		assertThat(this.fixture.outcome(second.subscription.ready())).isEqualTo("ClientClosedException");
		assertThat(second.subscription.isActive()).isFalse();
		assertThat(this.a.subscription.isActive()).isTrue();
		this.link = this.fixture.open();
		assertThat(this.link.ackNext().get("t").asString()).isEqualTo("a");
		this.link.event("a", "1");
		this.fixture.run();
		assertThat(this.a.events).containsExactly("a=1");
		assertThat(second.events).isEmpty();
	}

	@Test
	void closeWhenOnlyTheHandlerThatJoinedIsLeftThenTheSubscriptionIsGone() {
		this.link.end(1006);
		Received second = this.fixture.subscribe("a");
		this.a.subscription.cancel();
		this.client.close();
		assertThat(this.fixture.outcome(second.subscription.ready())).isEqualTo("ClientClosedException");
		this.link = this.fixture.open();
		assertThat(this.link.ackNext().get("t").asString()).isEqualTo("b");
		assertThat(this.link.sent()).isEmpty();
	}

	@Test
	void closeWhenSubscriptionsAreBeingMadeThenWhatSendHasTakenIsSentFirst() {
		cut();
		this.link.sent();
		CompletableFuture<Void> published = this.client.publish("c", 0);
		assertThat(this.client.send("c", 1)).isTrue();
		assertThat(this.client.send("c", 2)).isTrue();
		this.client.close();
		this.fixture.run();
		assertThat(this.link.sent()).containsExactly("{\"t\":\"c\",\"d\":1}", "{\"t\":\"c\",\"d\":2}");
		assertThat(this.link.ends).containsExactly("close 1000");
		assertThat(this.fixture.outcome(published)).isEqualTo("ClientClosedException");
	}

}
