package io.vws.autoconfigure.actuate;

import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.server.VwsServer;
import io.vws.spring.actuate.VwsHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the health of the server.
 */
@AutoConfiguration(after = VwsServerAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(VwsServer.class)
@ConditionalOnEnabledHealthIndicator("vws")
public final class VwsHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "vwsHealthIndicator", "vwsHealthContributor" })
	VwsHealthIndicator vwsHealthIndicator(VwsServer server) {
		return new VwsHealthIndicator(server);
	}

}
