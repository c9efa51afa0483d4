package io.vws.autoconfigure.identity;

import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.server.VwsServer;
import io.vws.spring.security.LogoutListener;
import io.vws.spring.security.SecurityHandshakeInterceptor;
import io.vws.spring.security.SessionIdentities;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.authentication.session.SessionFixationProtectionEvent;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that makes whom Spring Security
 * authenticated the peer of a connection, and ends the connection with that.
 */
@AutoConfiguration(after = VwsServerAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ SecurityContextHolderStrategy.class, SessionFixationProtectionEvent.class })
@ConditionalOnBean(VwsServer.class)
public final class VwsIdentityAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SessionIdentities vwsSessionIdentities() {
		return new SessionIdentities();
	}

	@Bean
	@ConditionalOnMissingBean
	SecurityHandshakeInterceptor vwsSecurityHandshakeInterceptor(SessionIdentities sessions,
			ObjectProvider<SecurityContextHolderStrategy> contexts) {
		return new SecurityHandshakeInterceptor(sessions, contexts.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	LogoutListener vwsLogoutListener(SessionIdentities sessions, VwsServer server) {
		return new LogoutListener(sessions, server);
	}

}
