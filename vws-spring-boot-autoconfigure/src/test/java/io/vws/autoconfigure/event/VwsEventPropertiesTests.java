package io.vws.autoconfigure.event;

import java.util.Map;

import io.vws.spring.event.EventFailurePolicy;
import io.vws.spring.event.PublishPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VwsEventPropertiesTests {

	@Test
	void defaults() {
		assertThat(bind(Map.of()))
			.isEqualTo(new VwsEventProperties(true, PublishPhase.AFTER_COMMIT, EventFailurePolicy.LOG, 1024));
	}

	@Test
	void values() {
		assertThat(bind(Map.of("vws.events.enabled", "false", "vws.events.transaction-phase", "immediate",
				"vws.events.on-failure", "throw", "vws.events.queue-capacity", "1")))
			.isEqualTo(new VwsEventProperties(false, PublishPhase.IMMEDIATE, EventFailurePolicy.THROW, 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1" })
	void badValueIsNamedWithItsKeyAndReason(String value) {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind(Map.of("vws.events.queue-capacity", value)))
			.havingRootCause()
			.withMessage(
					"Property vws.events.queue-capacity with value '" + value + "' is invalid: Must be at least 1.");
	}

	private static VwsEventProperties bind(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("vws.events",
				VwsEventProperties.class);
	}

}
