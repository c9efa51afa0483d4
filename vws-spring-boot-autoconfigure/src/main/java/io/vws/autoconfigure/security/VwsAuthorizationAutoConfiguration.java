package io.vws.autoconfigure.security;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.server.PatternAuthorizer;
import io.vws.server.VwsAuthorizer;
import io.vws.spring.security.AccessExpressionParser;
import io.vws.spring.security.AccessParser;
import io.vws.spring.security.TopicRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.core.GrantedAuthorityDefaults;

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
	PatternAuthorizer vwsAuthorizer(VwsAuthorizationProperties properties, ObjectProvider<AccessParser> parsers) {
		if (properties.subscribe().isEmpty()) {
			logger.warn("No client may subscribe to anything: set vws.server.authorization.subscribe to say who may");
		}
		if (properties.publish().isEmpty()) {
			logger.info("No client may publish anything: set vws.server.authorization.publish to say who may");
		}
		AccessParser parser = parsers.getIfAvailable();
		return new PatternAuthorizer(AuthorizationRules.subscribe(properties.subscribe(), parser),
				AuthorizationRules.publish(properties.publish(), parser));
	}

	/**
	 * Registered before the beans of the enclosing class, so that it finds an authorizer
	 * of the application only.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(VwsAuthorizer.class)
	static class UnusedRulesConfiguration {

		UnusedRulesConfiguration(VwsAuthorizationProperties properties) {
			if (!properties.subscribe().isEmpty() || !properties.publish().isEmpty()) {
				logger.warn("The rules of vws.server.authorization are not used: a VwsAuthorizer bean decides");
			}
		}

	}

	/** Understands expressions. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ AuthorizationManagerFactory.class, GrantedAuthorityDefaults.class })
	static class ExpressionConfiguration {

		@Bean
		@ConditionalOnMissingBean(AccessParser.class)
		AccessExpressionParser vwsAccessExpressionParser(BeanFactory beans,
				ObjectProvider<AuthorizationManagerFactory<TopicRequest>> managers,
				ObjectProvider<RoleHierarchy> roleHierarchy, ObjectProvider<GrantedAuthorityDefaults> defaults,
				ObjectProvider<PermissionEvaluator> permissions) {
			return new AccessExpressionParser(beans, managers.getIfUnique(() -> managers(roleHierarchy, defaults)),
					permissions.getIfUnique());
		}

		private static AuthorizationManagerFactory<TopicRequest> managers(ObjectProvider<RoleHierarchy> roleHierarchy,
				ObjectProvider<GrantedAuthorityDefaults> defaults) {
			DefaultAuthorizationManagerFactory<TopicRequest> factory = new DefaultAuthorizationManagerFactory<>();
			roleHierarchy.ifUnique(factory::setRoleHierarchy);
			defaults.ifUnique((prefix) -> factory.setRolePrefix(prefix.getRolePrefix()));
			return factory;
		}

	}

}
