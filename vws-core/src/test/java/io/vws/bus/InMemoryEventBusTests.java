package io.vws.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link InMemoryEventBus} promises to one thread.
 */
class InMemoryEventBusTests {

	private static final String[] OVERLAPPING = { "a/b", "a/+", "a/+x", "a/#", "#", "+/b", "+/+y", "a/b/#z" };

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final List<String> errors = new ArrayList<>();

	private final InMemoryEventBus bus = new InMemoryEventBus(this.mapper,
			(subscription, error) -> this.errors.add(subscription.pattern() + ": " + error.getMessage()));

	private final RecordingSubscriber first = new RecordingSubscriber();

	private final RecordingSubscriber second = new RecordingSubscriber();

	@Test
	void publishWhenPatternMatchesThenDelivers() {
		Subscription subscription = this.bus.subscribe("a/+", this.first);
		this.bus.publish("a/b", Map.of("x", 1));
		this.bus.publish("b/a", 2);
		assertThat(subscription.isActive()).isTrue();
		assertThat(subscription.pattern().text()).isEqualTo("a/+");
		assertThat(this.first.calls).containsExactly("prepare a/b", "deliver a/b");
		assertThat(this.first.events).extracting((event) -> event.payload().json()).containsExactly("{\"x\":1}");
	}

	@Test
	void publishWhenEventThenDeliversTheVeryEvent() {
		Event event = new Event(Topic.parse("a"), Payload.of(1, this.mapper), Map.of("x", "y"),
				new Peer("c1", null, null));
		this.bus.subscribe("#", this.first);
		this.bus.publish(event);
		assertThat(this.first.events).singleElement().isSameAs(event);
	}

	@Test
	void publishWhenNobodyListensThenDoesNothing() {
		assertThatCode(() -> this.bus.publish("a", new Object())).doesNotThrowAnyException();
	}

	@Test
	void publishWhenPayloadIsNullThenItIsJsonNull() {
		this.bus.subscribe("a", this.first);
		this.bus.publish("a", null);
		assertThat(this.first.events).extracting((event) -> event.payload().json()).containsExactly("null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a/+", "#", "\u0000" })
	void publishWhenTopicIsInvalidThenThrows(String topic) {
		this.bus.subscribe("#", this.first);
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> this.bus.publish(topic, 1));
		assertThat(this.first.calls).isEmpty();
	}

	@Test
	void subscribeWhenPatternIsInvalidThenThrows() {
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> this.bus.subscribe("a/#/b", this.first));
		assertThat(this.bus.subscriptionCount()).isZero();
	}

	@Test
	void publishWhenSeveralPatternsOfASubscriberMatchThenDeliversOnce() {
		for (String pattern : OVERLAPPING) {
			this.bus.subscribe(pattern, this.first);
			this.bus.subscribe(pattern, this.first);
			this.bus.subscribe(pattern, this.second);
		}
		this.bus.publish("a/b", 1);
		assertThat(this.bus.subscriptionCount()).isEqualTo(3 * OVERLAPPING.length);
		assertThat(this.first.calls).containsExactly("prepare a/b", "deliver a/b");
		assertThat(this.second.calls).containsExactly("prepare a/b", "deliver a/b");
	}

	@Test
	void publishWhenSomePatternsAreCancelledThenTheOthersStillDeliver() {
		List<Subscription> subscriptions = new ArrayList<>();
		for (String pattern : OVERLAPPING) {
			subscriptions.add(this.bus.subscribe(pattern, this.first));
		}
		for (Subscription subscription : subscriptions) {
			this.bus.publish("a/b", 1);
			subscription.cancel();
			assertThat(subscription.isActive()).isFalse();
		}
		this.bus.publish("a/b", 1);
		assertThat(this.first.events).hasSize(OVERLAPPING.length);
		assertThat(this.bus.subscriptionCount()).isZero();
	}

	@Test
	void cancelWhenCalledAgainThenDoesNothing() {
		Subscription subscription = this.bus.subscribe("a", this.first);
		this.bus.subscribe("a", this.first);
		subscription.cancel();
		subscription.cancel();
		this.bus.publish("a", 1);
		assertThat(this.first.events).hasSize(1);
		assertThat(this.bus.subscriptionCount()).isOne();
	}

	/** More subscribers than the working space of a thread keeps. */
	@ParameterizedTest
	@ValueSource(ints = { 15, 16, 17, 4096, 4097, 10_000 })
	void publishWhenThereAreManySubscribersThenAllGetEachEventOnce(int count) {
		int[] delivered = new int[count];
		for (int i = 0; i < count; i++) {
			int number = i;
			Subscriber subscriber = (event, subscription) -> delivered[number]++;
			this.bus.subscribe("a", subscriber);
			this.bus.subscribe("+", subscriber);
		}
		for (int i = 1; i <= 3; i++) {
			this.bus.publish("a", i);
			assertThat(IntStream.of(delivered)).containsOnly(i);
		}
	}

	@Test
	void publishWhenASubscriberFailsThenTheOthersGetTheEventAndItIsReported() {
		this.first.onDeliver = new IllegalStateException("broken");
		this.bus.subscribe("a/#", this.second);
		this.bus.subscribe("a", this.first);
		this.bus.subscribe("+", this.second);
		RecordingSubscriber third = new RecordingSubscriber();
		this.bus.subscribe("#", third);
		this.bus.publish("a", 1);
		assertThat(this.second.events).hasSize(1);
		assertThat(third.events).hasSize(1);
		assertThat(this.errors).containsExactly("a: broken");
	}

	@Test
	void publishWhenTheErrorHandlerFailsTooThenTheOthersGetTheEvent() {
		InMemoryEventBus failing = new InMemoryEventBus(this.mapper, (subscription, error) -> {
			throw new IllegalArgumentException("handler");
		});
		this.first.onDeliver = new IllegalStateException("broken");
		failing.subscribe("a", this.first);
		failing.subscribe("a", this.second);
		failing.publish("a", 1);
		failing.publish("a", 2);
		assertThat(this.first.events).hasSize(2);
		assertThat(this.second.events).hasSize(2);
	}

	@Test
	void publishWhenASubscriberFailsThenTheDefaultHandlerLogs() {
		InMemoryEventBus logging = new InMemoryEventBus(this.mapper);
		this.first.onDeliver = new IllegalStateException("expected in this test");
		logging.subscribe("a", this.first);
		assertThatCode(() -> logging.publish("a", 1)).doesNotThrowAnyException();
	}

	/** The refuser is asked second or third, wherever the tree puts it. */
	@ParameterizedTest
	@CsvSource({ "a, +, #", "+, a, #", "#, a, +", "a, a, a" })
	void publishWhenASubscriberRefusesThenNobodyGetsTheEvent(String one, String other, String refusing) {
		RecordingSubscriber refuser = new RecordingSubscriber();
		refuser.onPrepare = EventRefusedException.busy("full");
		this.bus.subscribe(one, this.first);
		this.bus.subscribe(other, this.second);
		this.bus.subscribe(refusing, refuser);
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.bus.publish("a", 1))
			.isSameAs(refuser.onPrepare);
		assertThat(refuser.calls).containsExactly("prepare a");
		for (RecordingSubscriber subscriber : List.of(this.first, this.second)) {
			assertThat(subscriber.calls).isIn(List.of(), List.of("prepare a", "cancel a"));
		}
		refuser.onPrepare = null;
		this.bus.publish("a", 2);
		assertThat(List.of(this.first.events, this.second.events, refuser.events)).allMatch((got) -> got.size() == 1);
		assertThat(this.errors).isEmpty();
	}

	@Test
	void publishWhenPrepareFailsOtherwiseThenOnlyItsSubscriberIsLeftOut() {
		this.first.onPrepare = new IllegalStateException("broken");
		this.bus.subscribe("a", this.first);
		this.bus.subscribe("a", this.second);
		this.bus.publish("a", 1);
		assertThat(this.first.calls).containsExactly("prepare a");
		assertThat(this.second.calls).containsExactly("prepare a", "deliver a");
		assertThat(this.errors).containsExactly("a: broken");
	}

	/**
	 * Symptom: what others had reserved for the event was never given back, and those
	 * behind never got it.
	 */
	@Test
	void publishWhenASubscriberFailsWithAnErrorThenTheOthersGetTheEventAndItIsReported() {
		RecordingSubscriber third = new RecordingSubscriber();
		this.second.onPrepare = new StackOverflowError("deep");
		third.onDeliver = new NoClassDefFoundError("missing");
		RecordingSubscriber fourth = new RecordingSubscriber();
		for (RecordingSubscriber subscriber : List.of(this.first, this.second, third, fourth)) {
			this.bus.subscribe("a", subscriber);
		}
		this.bus.publish("a", 1);
		assertThat(this.first.calls).containsExactly("prepare a", "deliver a");
		assertThat(this.second.calls).containsExactly("prepare a");
		assertThat(fourth.calls).containsExactly("prepare a", "deliver a");
		assertThat(this.errors).containsExactly("a: deep", "a: missing");
	}

	@Test
	void publishWhenPrepareFailsAndAnotherRefusesThenWhoFailedIsNotCancelled() {
		RecordingSubscriber refuser = new RecordingSubscriber();
		this.first.onPrepare = new IllegalStateException("broken");
		refuser.onPrepare = EventRefusedException.busy("full");
		this.bus.subscribe("a", this.first);
		this.bus.subscribe("a", this.second);
		this.bus.subscribe("a", refuser);
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.bus.publish("a", 1));
		assertThat(this.first.calls).containsExactly("prepare a");
		assertThat(this.second.calls).containsExactly("prepare a", "cancel a");
	}

	@Test
	void publishWhenCancelFailsThenTheOthersAreCancelledAndItIsReported() {
		RecordingSubscriber refuser = new RecordingSubscriber();
		this.first.onCancel = new IllegalStateException("broken");
		refuser.onPrepare = EventRefusedException.tooLarge(2, 1);
		this.bus.subscribe("a", this.first);
		this.bus.subscribe("a", this.second);
		this.bus.subscribe("a", refuser);
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.bus.publish("a", 1));
		assertThat(this.second.calls).containsExactly("prepare a", "cancel a");
		assertThat(this.errors).containsExactly("a: broken");
	}

	@Test
	void publishWhenCalledByASubscriberThenBothEventsReachAll() {
		List<String> order = new ArrayList<>();
		this.bus.subscribe("#", (event, subscription) -> {
			order.add("one " + event.topic());
			if (event.topic().levels().size() < 4) {
				this.bus.publish(event.topic() + "/x", 1);
			}
		});
		this.bus.subscribe("a/#", (event, subscription) -> order.add("two " + event.topic()));
		this.bus.publish("a", 1);
		assertThat(order).containsExactlyInAnyOrder("one a", "two a", "one a/x", "two a/x", "one a/x/x", "two a/x/x",
				"one a/x/x/x", "two a/x/x/x");
		this.bus.publish("b/x/x/x", 1);
		assertThat(order).endsWith("one b/x/x/x");
	}

	/**
	 * Who was asked gets exactly one deliver or cancel, whoever is cancelled meanwhile.
	 */
	@Test
	void cancelWhenCalledByASubscriberThenWhoWasAskedStillGetsTheEvent() {
		List<Subscription> subscriptions = new ArrayList<>();
		subscriptions.add(this.bus.subscribe("a", this.first));
		this.bus.subscribe("+", (event, subscription) -> subscriptions.forEach(Subscription::cancel));
		subscriptions.add(this.bus.subscribe("#", this.second));
		this.bus.publish("a", 1);
		this.bus.publish("a", 2);
		assertThat(this.first.calls).containsExactly("prepare a", "deliver a");
		assertThat(this.second.calls).containsExactly("prepare a", "deliver a");
		assertThat(this.bus.subscriptionCount()).isOne();
	}

	@Test
	void subscribeWhenCalledByASubscriberThenTheNextEventIsDelivered() {
		List<Subscription> made = new ArrayList<>();
		this.bus.subscribe("a", (event, subscription) -> {
			if (made.isEmpty()) {
				made.add(this.bus.subscribe("a", this.first));
			}
		});
		this.bus.publish("a", 1);
		this.bus.publish("a", 2);
		assertThat(this.first.events).extracting((event) -> event.payload().json()).contains("2");
	}

}
