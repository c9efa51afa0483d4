package io.vws.autoconfigure.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.server.VwsServer;
import io.vws.spring.observation.MetricsSnapshotPublisher;
import io.vws.spring.observation.VwsServerMeters;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the meters of what the server and
 * the bus count themselves, and of their snapshots on the bus.
 */
@AutoConfiguration(
		after = { VwsBusAutoConfiguration.class, VwsServerAutoConfiguration.class, VwsMetricsAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, EventBus.class })
@ConditionalOnBooleanProperty(name = "vws.metrics.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VwsMetricsProperties.class)
public final class VwsServerMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean(VwsServer.class)
	@ConditionalOnMissingBean
	VwsServerMeters vwsServerMeters(VwsServer server, EventBus bus) {
		return new VwsServerMeters(server, bus);
	}

	@Bean
	@ConditionalOnProperty("vws.metrics.snapshot-interval")
	@ConditionalOnMissingBean
	MetricsSnapshotPublisher vwsMetricsSnapshotPublisher(EventBus bus, MeterRegistry registry,
			VwsMetricsProperties properties) {
		return new MetricsSnapshotPublisher(bus, registry, properties.snapshotInterval());
	}

}
