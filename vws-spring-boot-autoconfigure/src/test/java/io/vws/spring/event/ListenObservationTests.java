package io.vws.spring.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ListenObservationTests {

	private static final Map<String, String> HEADERS = Map.of("traceparent", "x");

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	@Test
	void observesTheCall() {
		List<Boolean> observed = new ArrayList<>();
		new ListenObservation(this.registry, null).observe("desk", "orders/7", HEADERS,
				() -> observed.add(this.registry.getCurrentObservation() != null));
		assertThat(observed).containsExactly(true);
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("vws.listen")
			.hasContextualNameEqualTo("vws listen desk")
			.hasLowCardinalityKeyValue("listener", "desk")
			.hasHighCardinalityKeyValue("vws.topic", "orders/7")
			.hasBeenStopped();
	}

	@Test
	void whatTheListenerThrowsIsTheErrorAndIsThrownOn() {
		IllegalStateException failure = new IllegalStateException("of the application");
		assertThatIllegalStateException()
			.isThrownBy(() -> new ListenObservation(this.registry, null).observe("desk", "a", HEADERS, () -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(this.registry).hasSingleObservationThat().hasError(failure);
	}

	@Test
	void aConventionOfTheApplicationNamesAndDescribes() {
		new ListenObservation(this.registry, new DefaultListenObservationConvention() {

			@Override
			public String getName() {
				return "my.listeners";
			}

		}).observe("desk", "a", HEADERS, () -> {
		});
		assertThat(this.registry).hasSingleObservationThat().hasNameEqualTo("my.listeners");
	}

	@Test
	void whenNobodyObservesThenJustCalls() {
		List<String> called = new ArrayList<>();
		ListenObservation.none().observe("desk", "a", HEADERS, () -> called.add("none"));
		new ListenObservation(ObservationRegistry.create(), null).observe("desk", "a", HEADERS,
				() -> called.add("nobody"));
		assertThat(called).containsExactly("none", "nobody");
	}

}
