package io.vws.spring.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventOutcomeListeners}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventOutcomeListenersTests {

	private final List<String> told = new ArrayList<>();

	@Test
	void listenerThatThrowsIsLoggedAndTheOthersAreTold(CapturedOutput output) {
		EventOutcomeListener all = EventOutcomeListener.all(List.of(new Throwing(), new Recording()));
		all.failed(EventFailure.BUS_REFUSED);
		all.called("kitchen", Duration.ofMillis(20));
		assertThat(this.told).containsExactly("BUS_REFUSED", "kitchen PT0.02S");
		assertThat(output).contains("EventOutcomeListenersTests$Throwing failed: java.lang.IllegalStateException")
			.doesNotContain("of the application");
	}

	private static final class Throwing implements EventOutcomeListener {

		@Override
		public void failed(EventFailure failure) {
			throw new IllegalStateException("of the application");
		}

		@Override
		public void called(String listener, Duration time) {
			throw new IllegalStateException("of the application");
		}

	}

	private final class Recording implements EventOutcomeListener {

		@Override
		public void failed(EventFailure failure) {
			EventOutcomeListenersTests.this.told.add(failure.name());
		}

		@Override
		public void called(String listener, Duration time) {
			EventOutcomeListenersTests.this.told.add(listener + " " + time);
		}

	}

}
