package io.vws.spring.security;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.util.ClassUtils;

/**
 * Finds out when what a peer proved expires by itself.
 */
final class TokenExpiry {

	private static final boolean tokens = ClassUtils.isPresent("org.springframework.security.oauth2.core.OAuth2Token",
			TokenExpiry.class.getClassLoader());

	private TokenExpiry() {
	}

	static @Nullable Instant of(Authentication authentication) {
		return tokens ? Tokens.expiry(authentication) : null;
	}

	/** Loaded only where there are tokens. */
	private static final class Tokens {

		static @Nullable Instant expiry(Authentication authentication) {
			return (authentication.getCredentials() instanceof OAuth2Token token) ? token.getExpiresAt() : null;
		}

	}

}
