package io.vws.autoconfigure.client;

import io.vws.spring.client.ClientCredentialsHeaders;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the tokens of clients, with the
 * client registrations of Spring Security.
 */
@AutoConfiguration(before = VwsClientAutoConfiguration.class,
		afterName = "org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration")
@ConditionalOnClass(ClientRegistrationRepository.class)
@ConditionalOnBean(ClientRegistrationRepository.class)
public final class VwsClientOAuth2AutoConfiguration {

	@Bean
	TokenHeaders vwsTokenHeaders(ClientRegistrationRepository registrations,
			ObjectProvider<OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest>> tokenEndpoints) {
		return (key, id, timeout) -> {
			ClientRegistration registration = registrations.findByRegistrationId(id);
			if (registration == null) {
				throw new InvalidConfigurationPropertyValueException(key, id,
						"There is no client registration with this id.");
			}
			try {
				return new ClientCredentialsHeaders(registration,
						tokenEndpoints.getIfUnique(() -> ClientCredentialsHeaders.tokenEndpoint(timeout)));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(key, id, ex.getMessage() + ".");
			}
		};
	}

}
