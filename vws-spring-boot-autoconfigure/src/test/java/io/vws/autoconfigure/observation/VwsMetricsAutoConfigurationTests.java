package io.vws.autoconfigure.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.event.VwsEventAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.spring.event.VwsTopic;
import io.vws.spring.observation.VwsMeters;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class VwsMetricsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsEventAutoConfiguration.class, VwsMetricsAutoConfiguration.class));

	@Test
	void countsInTheRegistryOfBoot() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasSingleBean(VwsMeters.class);
				assertThat(context.getBean(MeterRegistry.class).get("vws.connections.active").gauge().value()).isZero();
			});
	}

	@Test
	void isToldByTheBusAndByTheWayOfApplicationEvents() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			context.getBean(EventBus.class).subscribe("#", (event, subscription) -> {
				throw new IllegalStateException("broken");
			});
			context.publishEvent(new OrderPlaced("7"));
			context.publishEvent(new OrderPlaced("+"));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("vws.bus.subscribers.failed").counter().count()).isEqualTo(1);
			assertThat(registry.get("vws.events.lost").tag("reason", "topic-refused").counter().count()).isEqualTo(1);
		});
	}

	@Test
	void metersOfTheUserWin() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("mine", VwsMeters.class, () -> new VwsMeters(new SimpleMeterRegistry()))
			.run((context) -> assertThat(context).hasSingleBean(VwsMeters.class).hasBean("mine"));
	}

	@Test
	void whenThereIsNoRegistryThenBacksOff() {
		this.contextRunner
			.run((context) -> assertThat(context).hasSingleBean(EventBus.class).doesNotHaveBean(VwsMeters.class));
	}

	@Test
	void whenSwitchedOffThenBacksOff() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("vws.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(VwsMeters.class));
	}

	@Test
	void whenMicrometerIsMissingThenBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(EventBus.class)
				.doesNotHaveBean(VwsMetricsAutoConfiguration.class));
	}

	@VwsTopic("orders/{id}")
	record OrderPlaced(String id) {
	}

}
