package io.vws.autoconfigure.client;

import java.time.Duration;
import java.util.Map;

import io.vws.client.VwsClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

import static org.assertj.core.api.Assertions.assertThat;

class VwsClientOAuth2AutoConfigurationTests {

	private static final String REGISTRATION = "spring.security.oauth2.client.registration.keycloak.";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OAuth2ClientAutoConfiguration.class,
				VwsClientOAuth2AutoConfiguration.class, VwsClientAutoConfiguration.class))
		.withPropertyValues("vws.client.url=ws://localhost:1/vws",
				"spring.security.oauth2.client.provider.keycloak.token-uri=http://localhost:1/token",
				REGISTRATION + "client-id=shop", REGISTRATION + "client-secret=TOKEN");

	private ApplicationContextRunner withGrantType(String type) {
		return this.contextRunner.withPropertyValues(REGISTRATION + "authorization-grant-type=" + type);
	}

	@Test
	void clientTakesTheRegistration() {
		withGrantType("client_credentials").withPropertyValues("vws.client.oauth2.registration-id=keycloak")
			.run((context) -> assertThat(context).hasSingleBean(TokenHeaders.class).hasSingleBean(VwsClient.class));
	}

	@Test
	void tokenEndpointOfTheUserIsAsked() {
		withGrantType("client_credentials").withUserConfiguration(OwnEndpoint.class).run((context) -> {
			TokenHeaders tokens = context.getBean(TokenHeaders.class);
			assertThat(tokens.of("key", "keycloak", Duration.ofSeconds(1)).headers())
				.isEqualTo(Map.of("Authorization", "Bearer mine of shop"));
		});
	}

	@Test
	void registrationThatDoesNotExistIsNamed() {
		withGrantType("client_credentials").withPropertyValues("vws.client.oauth2.registration-id=other")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("Property vws.client.oauth2.registration-id with value 'other' is invalid: There is no "
						+ "client registration with this id."));
	}

	@Test
	void registrationWithAnotherGrantTypeIsNamed() {
		withGrantType("urn:ietf:params:oauth:grant-type:token-exchange")
			.withPropertyValues("vws.client.oauth2.registration-id=keycloak")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("The grant type of the client registration must be client_credentials."));
	}

	@Test
	void withoutRegistrationsBacksOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VwsClientOAuth2AutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TokenHeaders.class));
	}

	@Test
	void whenSpringSecurityIsMissingThenBacksOff() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(VwsClientOAuth2AutoConfiguration.class, VwsClientAutoConfiguration.class))
			.withPropertyValues("vws.client.url=ws://localhost:1/vws")
			.withClassLoader(new FilteredClassLoader(ClientRegistrationRepository.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TokenHeaders.class)
				.hasSingleBean(VwsClient.class));
	}

	/** Issues tokens by itself. */
	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		@Bean
		OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> tokens() {
			return (request) -> OAuth2AccessTokenResponse
				.withToken("mine of " + request.getClientRegistration().getClientId())
				.tokenType(OAuth2AccessToken.TokenType.BEARER)
				.build();
		}

	}

}
