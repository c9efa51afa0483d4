package io.vws.spring.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;

import io.vws.client.ConnectHeaders;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * Fetches a token with the client credentials grant (RFC 6749, section 4.4) for each
 * attempt to connect. Keeps none: the attempt may have become necessary because the last
 * one is no longer accepted, whatever its expiry says.
 */
public final class ClientCredentialsHeaders implements ConnectHeaders {

	private final ClientRegistration registration;

	private final ClientCredentialsOAuth2AuthorizedClientProvider provider = new ClientCredentialsOAuth2AuthorizedClientProvider();

	private final Authentication principal;

	/**
	 * Create the headers of a client registration.
	 * @param tokenEndpoint asks for the token
	 * @throws IllegalArgumentException if the registration has another grant type
	 */
	public ClientCredentialsHeaders(ClientRegistration registration,
			OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> tokenEndpoint) {
		Assert.isTrue(AuthorizationGrantType.CLIENT_CREDENTIALS.equals(registration.getAuthorizationGrantType()),
				"The grant type of the client registration must be client_credentials");
		this.registration = registration;
		this.provider.setAccessTokenResponseClient(tokenEndpoint);
		this.principal = new AnonymousAuthenticationToken("vws", registration.getRegistrationId(),
				AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
	}

	/**
	 * Return what asks for tokens as Spring Security does, but does not wait for ever.
	 * @param timeout longest time for connecting, and again for reading
	 */
	public static OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> tokenEndpoint(Duration timeout) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().connectTimeout(timeout).build());
		requests.setReadTimeout(timeout);
		RestClientClientCredentialsTokenResponseClient client = new RestClientClientCredentialsTokenResponseClient();
		client.setRestClient(RestClient.builder()
			.requestFactory(requests)
			.configureMessageConverters((converters) -> converters.disableDefaults()
				.addCustomConverter(new FormHttpMessageConverter())
				.addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
			.defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
			.build());
		return client;
	}

	@Override
	public Map<String, String> headers() {
		OAuth2AuthorizedClient client = this.provider.authorize(
				OAuth2AuthorizationContext.withClientRegistration(this.registration).principal(this.principal).build());
		Assert.state(client != null, "No token was issued");
		return Map.of("Authorization", "Bearer " + client.getAccessToken().getTokenValue());
	}

}
