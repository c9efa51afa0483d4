package io.vws.spring.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When which {@link Authentication} ends by itself.
 */
class TokenExpiryTests {

	private static final Instant END = Instant.parse("2030-01-01T00:00:00Z");

	@Test
	void jwtEndsWhenItSays() {
		Jwt jwt = Jwt.withTokenValue("TOKEN").header("alg", "none").subject("alice").expiresAt(END).build();
		assertThat(TokenExpiry.of(new JwtAuthenticationToken(jwt))).isEqualTo(END);
	}

	@Test
	void opaqueTokenEndsWhenItsIssuerSays() {
		OAuth2AccessToken token = new OAuth2AccessToken(TokenType.BEARER, "TOKEN", END.minusSeconds(60), END);
		assertThat(TokenExpiry.of(new BearerTokenAuthentication(
				new DefaultOAuth2AuthenticatedPrincipal(Map.of("sub", "alice"), List.of()), token, List.of())))
			.isEqualTo(END);
	}

	@Test
	void whatNamesNoEndHasNone() {
		Jwt jwt = Jwt.withTokenValue("TOKEN").header("alg", "none").subject("alice").build();
		assertThat(TokenExpiry.of(new JwtAuthenticationToken(jwt))).isNull();
		assertThat(TokenExpiry.of(new TestingAuthenticationToken("alice", "secret"))).isNull();
	}

}
