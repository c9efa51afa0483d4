package io.vws.autoconfigure.security;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.server.PatternAuthorizer;
import io.vws.server.VwsAuthorizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link VwsAuthorizer} that
 * follows the rules of the configuration.
 */
@AutoConfiguration(after = VwsBusAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(EventBus.class)
@ConditionalOnBooleanProperty(name = "vws.server.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VwsAuthorizationProperties.class)
public final class VwsAuthorizationAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(VwsAuthorizationAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean(VwsAuthorizer.class)
	PatternAuthorizer vwsAuthorizer(VwsAuthorizationProperties properties) {
		if (properties.subscribe().isEmpty()) {
			logger.warn("No client may subscribe to anything: set vws.server.authorization.subscribe to say who may");
		}
		if (properties.publish().isEmpty()) {
			logger.info("No client may publish anything: set vws.server.authorization.publish to say who may");
		}
		return new PatternAuthorizer(AuthorizationRules.parse("subscribe", properties.subscribe()),
				AuthorizationRules.parse("publish", properties.publish()));
	}

}
