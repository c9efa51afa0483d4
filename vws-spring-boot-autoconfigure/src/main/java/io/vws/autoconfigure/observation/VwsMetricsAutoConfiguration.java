package io.vws.autoconfigure.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.event.VwsEventAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.spring.observation.VwsMeters;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the meters of what the server and
 * the bus tell of.
 */
@AutoConfiguration(
		before = { VwsBusAutoConfiguration.class, VwsEventAutoConfiguration.class, VwsServerAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "vws.metrics.enabled", matchIfMissing = true)
public final class VwsMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	VwsMeters vwsMeters(MeterRegistry registry) {
		return new VwsMeters(registry);
	}

}
