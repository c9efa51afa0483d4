package io.vws.test;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.PublishObservation;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.spring.test.RecordingEventBus;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordingEventBusTests {

	private final RecordingEventBus bus = new RecordingEventBus(JsonMapper.shared());

	private final List<String> seen = new ArrayList<>();

	@Test
	void publishWhenNobodyListensThenIsRecorded() {
		this.bus.publish("a", 1);
		assertThat(recorded(this.bus)).containsExactly("a");
	}

	/** Symptom: what a subscriber published stood before the event that it answered. */
	@Test
	void publishWhenASubscriberPublishesThenTheCauseStandsFirst() {
		this.bus.subscribe("a", (event, subscription) -> this.bus.publish("b", 2));
		this.bus.subscribe("b", (event, subscription) -> this.seen.addAll(recorded(this.bus)));
		this.bus.publish("a", 1);
		this.bus.publish("c", 3);
		assertThat(this.seen).containsExactly("a", "b");
		assertThat(recorded(this.bus)).containsExactly("a", "b", "c");
	}

	@Test
	void publishWhenASubscriberRefusesThenIsNotRecorded() {
		Refusing refusing = new Refusing();
		this.bus.subscribe("a/#", refusing);
		this.bus.subscribe("a/b", refusing);
		this.bus.subscribe("a/+", (event, subscription) -> this.seen.add(event.topic().text()));
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.bus.publish("a/b", 1));
		assertThat(this.bus.events()).isEmpty();
		assertThat(this.seen).isEmpty();
		refusing.room = true;
		this.bus.publish("a/b", 2);
		assertThat(recorded(this.bus)).containsExactly("a/b");
		assertThat(this.seen).containsExactly("a/b");
		assertThat(refusing.calls).containsExactly("refuse", "prepare", "deliver");
	}

	/** The bus asks subscribers of one topic in the order in which they came. */
	@Test
	void publishWhenAnotherRefusesThenASubscriberIsToldOnce() {
		Refusing other = new Refusing();
		other.room = true;
		this.bus.subscribe("a", other);
		this.bus.subscribe("a", other);
		this.bus.subscribe("a", new Refusing());
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.bus.publish("a", 1));
		assertThat(other.calls).containsExactly("prepare", "cancel");
	}

	@Test
	void publishWhenItIsNoJsonThenIsRefused() {
		this.bus.subscribe("a", (event, subscription) -> this.seen.add(event.topic().text()));
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.bus.publish("a", new Broken()));
		assertThat(this.bus.events()).isEmpty();
		assertThat(this.seen).isEmpty();
	}

	@Test
	void busThatIsGivenDoesWhatABusDoes() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		List<String> failures = new ArrayList<>();
		RecordingEventBus observed = new RecordingEventBus(new InMemoryEventBus(JsonMapper.shared(),
				(subscription, error) -> failures.add(subscription.pattern() + " " + error.getMessage()),
				new PublishObservation(registry, null)), JsonMapper.shared());
		observed.subscribe("a", (event, subscription) -> {
			throw new IllegalStateException("broken");
		});
		observed.publish("a", 1);
		assertThat(recorded(observed)).containsExactly("a");
		assertThat(failures).containsExactly("a broken");
		assertThat(registry).hasSingleObservationThat().hasNameEqualTo("vws.publish");
	}

	private static List<String> recorded(RecordingEventBus bus) {
		return bus.events().stream().map((event) -> event.topic().text()).toList();
	}

	/** Has no getter that works. */
	static final class Broken {

		public String getName() {
			throw new IllegalStateException("No name");
		}

	}

	/** Takes events only while there is room. */
	private static final class Refusing implements Subscriber {

		private final List<String> calls = new ArrayList<>();

		private boolean room;

		@Override
		public void prepare(Event event) {
			this.calls.add(this.room ? "prepare" : "refuse");
			if (!this.room) {
				throw EventRefusedException.busy("No room");
			}
		}

		@Override
		public void cancel(Event event) {
			this.calls.add("cancel");
		}

		@Override
		public void deliver(Event event, Subscription subscription) {
			this.calls.add("deliver");
		}

	}

}
