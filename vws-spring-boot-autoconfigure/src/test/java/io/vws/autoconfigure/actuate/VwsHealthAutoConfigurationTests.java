package io.vws.autoconfigure.actuate;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.server.VwsServer;
import io.vws.spring.actuate.VwsHealthIndicator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class VwsHealthAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsAuthorizationAutoConfiguration.class, VwsServerAutoConfiguration.class,
				VwsHealthAutoConfiguration.class));

	@Test
	void isThere() {
		this.contextRunner.run(
				(context) -> assertThat(context).hasSingleBean(VwsHealthIndicator.class).hasBean("vwsHealthIndicator"));
	}

	@Test
	void indicatorOfTheUserWins() {
		this.contextRunner.withBean("vwsHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
			.run((context) -> assertThat(context).doesNotHaveBean(VwsHealthIndicator.class));
	}

	@Test
	void whenSwitchedOffThenBacksOff() {
		this.contextRunner.withPropertyValues("management.health.vws.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(VwsHealthIndicator.class));
	}

	@Test
	void whenThereIsNoServerThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(VwsHealthIndicator.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	void whenHealthIsMissingThenBacksOff(Class<?> missing) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(VwsServer.class)
				.doesNotHaveBean(VwsHealthAutoConfiguration.class));
	}

}
