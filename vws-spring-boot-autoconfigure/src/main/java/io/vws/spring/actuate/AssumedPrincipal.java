package io.vws.spring.actuate;

import java.security.Principal;
import java.util.List;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Who an operator asks about.
 */
final class AssumedPrincipal {

	private static final boolean SECURITY = ClassUtils.isPresent("org.springframework.security.core.Authentication",
			AssumedPrincipal.class.getClassLoader());

	private AssumedPrincipal() {
	}

	/** Somebody who has logged in; authorities mean something to Spring Security only. */
	static Principal of(String name, List<String> authorities) {
		return SECURITY ? Authenticated.of(name, authorities) : () -> name;
	}

	/** Not loaded without Spring Security. */
	private static final class Authenticated {

		private static Principal of(String name, List<String> authorities) {
			return UsernamePasswordAuthenticationToken.authenticated(name, "",
					AuthorityUtils.createAuthorityList(authorities.stream().filter(StringUtils::hasText).toList()));
		}

	}

}
