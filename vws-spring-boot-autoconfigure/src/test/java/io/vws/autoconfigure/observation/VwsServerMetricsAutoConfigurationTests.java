package io.vws.autoconfigure.observation;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsServer;
import io.vws.spring.observation.MetricsSnapshotPublisher;
import io.vws.spring.observation.VwsServerMeters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class VwsServerMetricsAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsAuthorizationAutoConfiguration.class, VwsServerAutoConfiguration.class,
				VwsServerMetricsAutoConfiguration.class));

	@Test
	void countsInTheRegistryOfBoot() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasSingleBean(VwsServerMeters.class)
					.doesNotHaveBean(MetricsSnapshotPublisher.class);
				assertThat(context.getBean(MeterRegistry.class).get("vws.pings").functionCounter().count()).isZero();
			});
	}

	@Test
	void metersOfTheUserWin() {
		withRegistry().withBean("mine", VwsServerMeters.class, () -> new VwsServerMeters(server(), bus()))
			.run((context) -> assertThat(context).hasSingleBean(VwsServerMeters.class).hasBean("mine"));
	}

	@Test
	void whenThereIsNoServerThenOnlySnapshotsAreLeft() {
		withRegistry().withPropertyValues("vws.server.enabled=false", "vws.metrics.snapshot-interval=1h")
			.run((context) -> assertThat(context).doesNotHaveBean(VwsServerMeters.class)
				.hasSingleBean(MetricsSnapshotPublisher.class));
	}

	@Test
	void whenSwitchedOffThenBacksOff() {
		withRegistry().withPropertyValues("vws.metrics.enabled=false", "vws.metrics.snapshot-interval=1h")
			.run((context) -> assertThat(context).hasSingleBean(VwsServer.class)
				.doesNotHaveBean(VwsServerMetricsAutoConfiguration.class)
				.doesNotHaveBean(MetricsSnapshotPublisher.class));
	}

	@Test
	void whenThereIsNoRegistryThenBacksOff() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(VwsServer.class)
			.doesNotHaveBean(VwsServerMetricsAutoConfiguration.class));
	}

	@Test
	void whenMicrometerIsMissingThenBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(VwsServer.class)
				.doesNotHaveBean(VwsServerMetricsAutoConfiguration.class));
	}

	@Test
	void snapshotsArePublishedWhenAskedFor() {
		withRegistry().withPropertyValues("vws.metrics.snapshot-interval=1h")
			.run((context) -> assertThat(context.getBean(MetricsSnapshotPublisher.class).isRunning()).isTrue());
		withRegistry().withPropertyValues("vws.metrics.snapshot-interval=0s")
			.run((context) -> assertThat(context.getBean(MetricsSnapshotPublisher.class).isRunning()).isFalse());
	}

	@Test
	void snapshotsOfTheUserWin() {
		withRegistry().withPropertyValues("vws.metrics.snapshot-interval=1h")
			.withBean("mine", MetricsSnapshotPublisher.class,
					() -> new MetricsSnapshotPublisher(bus(), new SimpleMeterRegistry(), Duration.ofHours(2)))
			.run((context) -> assertThat(context).hasSingleBean(MetricsSnapshotPublisher.class).hasBean("mine"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1s", "99ms" })
	void intervalMustBeReasonable(String interval) {
		withRegistry().withPropertyValues("vws.metrics.snapshot-interval=" + interval)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("vws.metrics.snapshot-interval")
				.hasMessageContaining("Must be zero or at least 100ms."));
	}

	private WebApplicationContextRunner withRegistry() {
		return this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new);
	}

	private static EventBus bus() {
		return new InMemoryEventBus(JsonMapper.shared());
	}

	private static VwsServer server() {
		VwsServer server = VwsServer.builder(bus(), VwsAuthorizer.denyAll(), JsonMapper.shared()).build();
		server.stop(Duration.ZERO);
		return server;
	}

}
