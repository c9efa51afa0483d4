package io.vws.autoconfigure.event;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VwsListenerPropertiesTests {

	@Test
	void defaults() {
		assertThat(bind(Map.of())).isEqualTo(new VwsListenerProperties(true, 16, Duration.ofSeconds(10)));
	}

	@Test
	void values() {
		assertThat(bind(Map.of("vws.listener.enabled", "false", "vws.listener.max-threads", "1",
				"vws.listener.stop-timeout", "0s")))
			.isEqualTo(new VwsListenerProperties(false, 1, Duration.ZERO));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			key          | value  | reason
			max-threads  | 0      | Must be at least 1.
			stop-timeout | PT-1S  | Must not be negative.
			""")
	void badValueIsNamedWithItsKeyAndReason(String key, String value, String reason) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of("vws.listener." + key, value)))
			.havingRootCause()
			.withMessage("Property vws.listener." + key + " with value '" + value + "' is invalid: " + reason);
	}

	private static VwsListenerProperties bind(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("vws.listener",
				VwsListenerProperties.class);
	}

}
