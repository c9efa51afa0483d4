package io.vws.autoconfigure.identity;

import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerProperties;
import io.vws.server.VwsServer;
import io.vws.spring.security.SubprotocolBearerTokenResolver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that lets a resource server take
 * bearer tokens from browsers, which offer them as a subprotocol.
 */
@AutoConfiguration(after = VwsServerAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ BearerTokenResolver.class, AuthenticationConverter.class })
@ConditionalOnBean(VwsServer.class)
public final class VwsBearerTokenAutoConfiguration {

	/** Spring Security takes an {@link AuthenticationConverter} before any resolver. */
	@Bean
	@ConditionalOnMissingBean({ BearerTokenResolver.class, AuthenticationConverter.class })
	SubprotocolBearerTokenResolver vwsBearerTokenResolver(VwsServerProperties properties) {
		return new SubprotocolBearerTokenResolver(properties.path(), new DefaultBearerTokenResolver());
	}

	@Bean
	BearerTokenNotice vwsBearerTokenNotice(ObjectProvider<SubprotocolBearerTokenResolver> resolver) {
		return new BearerTokenNotice(resolver);
	}

}
