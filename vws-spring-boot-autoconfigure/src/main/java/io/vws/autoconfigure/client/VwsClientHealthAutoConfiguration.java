package io.vws.autoconfigure.client;

import io.vws.client.VwsClient;
import io.vws.spring.client.VwsClientHealthIndicator;
import io.vws.spring.client.VwsClientLifecycle;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the health of all clients.
 */
@AutoConfiguration(after = VwsClientAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("vws")
@Conditional(VwsClientHealthAutoConfiguration.OnAnyClient.class)
public final class VwsClientHealthAutoConfiguration
		extends CompositeHealthContributorConfiguration<VwsClientHealthIndicator, VwsClient> {

	VwsClientHealthAutoConfiguration() {
		super(VwsClientHealthIndicator::new);
	}

	@Bean
	@ConditionalOnMissingBean(name = { "vwsClientHealthIndicator", "vwsClientHealthContributor" })
	HealthContributor vwsClientHealthContributor(ConfigurableListableBeanFactory beans) {
		return createContributor(beans, VwsClient.class);
	}

	/**
	 * A client of the application, or one that is configured: those with a name are no
	 * candidates, but their lifecycles are.
	 */
	static final class OnAnyClient extends AnyNestedCondition {

		OnAnyClient() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(VwsClient.class)
		static class Own {

		}

		@ConditionalOnBean(VwsClientLifecycle.class)
		static class Configured {

		}

	}

}
