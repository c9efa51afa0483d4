package io.vws.spring.security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where {@link SubprotocolBearerTokenResolver} finds a token and where it does not.
 */
class SubprotocolBearerTokenResolverTests {

	private final SubprotocolBearerTokenResolver resolver = new SubprotocolBearerTokenResolver("/vws",
			new DefaultBearerTokenResolver());

	private static MockHttpServletRequest upgrade(String... subprotocols) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/vws");
		request.setServletPath("/vws");
		request.addHeader("Upgrade", "WebSocket");
		for (String header : subprotocols) {
			request.addHeader("Sec-WebSocket-Protocol", header);
		}
		return request;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			vws, bearer.abc        | abc
			vws,bearer.abc         | abc
			bearer.abc , vws       | abc
			vws, bearer.a-._~+/b== | a-._~+/b==
			vws, x, bearer.a.b.c   | a.b.c
			vws                    |
			vws, Bearer.abc        |
			""")
	void tokenIsFoundAmongTheSubprotocols(String subprotocols, String token) {
		assertThat(this.resolver.resolve(upgrade(subprotocols))).isEqualTo(token);
	}

	@Test
	void tokenIsFoundInAnHeaderOfItsOwn() {
		assertThat(this.resolver.resolve(upgrade("vws", "bearer.abc"))).isEqualTo("abc");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "bearer.abc", "vws, bearer.", "vws, bearer.a, bearer.b", "vws, bearer.a b", "vws, bearer.=" })
	void whatIsNotOneTokenIsMalformed(String subprotocols) {
		assertMalformed(upgrade(subprotocols));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer other", "Bearer abc", "Basic YTpi" })
	void tokenBesideAnAuthorizationHeaderIsMalformed(String authorization) {
		MockHttpServletRequest request = upgrade("vws, bearer.abc");
		request.addHeader("Authorization", authorization);
		assertMalformed(request);
	}

	private void assertMalformed(MockHttpServletRequest request) {
		assertThatExceptionOfType(OAuth2AuthenticationException.class).isThrownBy(() -> this.resolver.resolve(request))
			.satisfies((ex) -> assertThat(((BearerTokenError) ex.getError()).getHttpStatus().value()).isEqualTo(400))
			.withMessageNotContaining("abc");
	}

	@Test
	void otherRequestsAreLeftToTheOtherResolver() {
		MockHttpServletRequest elsewhere = upgrade("vws, bearer.abc");
		elsewhere.setServletPath("/vws/x");
		assertThat(this.resolver.resolve(elsewhere)).isNull();
		MockHttpServletRequest plain = upgrade("vws, bearer.abc");
		plain.removeHeader("Upgrade");
		assertThat(this.resolver.resolve(plain)).isNull();
		plain.addHeader("Authorization", "Bearer abc");
		assertThat(this.resolver.resolve(plain)).isEqualTo("abc");
	}

	@Test
	void pathIsThatWithinTheServlet() {
		MockHttpServletRequest request = upgrade("vws, bearer.abc");
		request.setServletPath("/api");
		request.setPathInfo("/vws");
		assertThat(this.resolver.resolve(request)).isEqualTo("abc");
	}

	@Test
	void noTokenIsTakenFromTheQuery() {
		MockHttpServletRequest request = upgrade("vws");
		request.setQueryString("access_token=abc");
		request.setParameter("access_token", "abc");
		assertThat(this.resolver.resolve(request)).isNull();
	}

}
