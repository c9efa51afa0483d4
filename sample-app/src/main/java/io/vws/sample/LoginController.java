package io.vws.sample;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the pages, which are static files, need to know about the login.
 */
@RestController
class LoginController {

	@GetMapping("/api/me")
	Viewer me(Authentication authentication) {
		return Viewer.of(authentication);
	}

	/**
	 * The token that the forms for login and logout send along. Pages of other origins
	 * cannot read it.
	 */
	@GetMapping("/csrf")
	CsrfToken csrf(CsrfToken token) {
		return token;
	}

}
