package io.vws.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What is observed of a bus.
 */
class PublishObservationTests {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final InMemoryEventBus bus = bus(new PublishObservation(this.registry, null));

	private static InMemoryEventBus bus(PublishObservation observation) {
		return new InMemoryEventBus(mapper, SubscriberErrorHandler.logging(), observation);
	}

	@Test
	void whatTheApplicationPublishesIsObservedOnceForAllSubscribers() {
		List<@Nullable Observation> current = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			this.bus.subscribe("a/#", (event, subscription) -> current.add(this.registry.getCurrentObservation()));
		}
		this.bus.publish("a/b", 1);
		assertThat(current).doesNotContainNull().hasSize(3);
		assertThat(this.registry).hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo("vws.publish")
			.that()
			.hasContextualNameEqualTo("vws publish")
			.hasLowCardinalityKeyValue("source", "application")
			.hasHighCardinalityKeyValue("vws.topic", "a/b")
			.hasBeenStopped();
	}

	/** Where it came in. */
	@Test
	void whatAClientPublishedIsObservedElsewhere() {
		this.bus.publish(event(new Peer("c1", null, null)));
		assertThat(this.registry).doesNotHaveAnyObservation();
		assertThat(this.bus.publishedCount()).isOne();
	}

	/** That of a bridge, say. */
	@Test
	void aTraceThatAnEventCarriesIsPassedOnUnlessWithinWhatIsObserved() {
		this.bus.publish(traced());
		assertThat(this.registry).doesNotHaveAnyObservation();
		Observation.createNotStarted("outer", this.registry).observe(() -> this.bus.publish(traced()));
		assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("vws.publish", 1);
	}

	private static Event traced() {
		return event(null).withHeaders(Map.of("traceparent", "x"));
	}

	@Test
	void anEventWhoseHeadersStayIsHandedOverAsItIs() {
		List<Event> received = new ArrayList<>();
		this.bus.subscribe("a", (event, subscription) -> received.add(event));
		Event event = event(null);
		this.bus.publish(event);
		assertThat(received.get(0)).isSameAs(event);
	}

	@Test
	void whenItIsRefusedThenItHasTheErrorAndIsNotCounted() {
		EventRefusedException refusal = EventRefusedException.busy("No room");
		this.bus.subscribe("a", new Subscriber() {

			@Override
			public void prepare(Event event) {
				throw refusal;
			}

			@Override
			public void deliver(Event event, Subscription subscription) {
				throw new IllegalStateException("Refused");
			}

		});
		assertThat(catchThrowable(() -> this.bus.publish("a", 1))).isSameAs(refusal);
		assertThat(this.registry).hasSingleObservationThat().hasError(refusal);
		assertThat(this.bus.publishedCount()).isZero();
	}

	@Test
	void aConventionOfTheApplicationNamesAndDescribes() {
		bus(new PublishObservation(this.registry, new DefaultPublishObservationConvention() {

			@Override
			public String getName() {
				return "my.publishes";
			}

		})).publish("a", 1);
		assertThat(this.registry).hasSingleObservationThat().hasNameEqualTo("my.publishes");
	}

	@Test
	void whenNobodyObservesThenTheEventIsHandedOverAsItIs() {
		Event event = event(null);
		List<Event> published = new ArrayList<>();
		new PublishObservation(ObservationRegistry.create(), null).observe(event, published::add);
		PublishObservation.none().observe(event, published::add);
		assertThat(published).hasSize(2).allSatisfy((each) -> assertThat(each).isSameAs(event));
	}

	private static Event event(@Nullable Peer sender) {
		return new Event(Topic.parse("a"), Payload.of(1, mapper), Map.of("other", "x"), sender);
	}

}
