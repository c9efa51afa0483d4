package io.vws.autoconfigure.server;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.server.VwsServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;

class VwsJavascriptAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsAuthorizationAutoConfiguration.class, VwsServerAutoConfiguration.class,
				VwsJavascriptAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "/vws, /vws/vws.js", "/vws/, /vws/vws.js", "/live/events, /live/events/vws.js", "/, /vws.js" })
	void moduleIsServedBelowThePathOfTheEndpoint(String path, String url) {
		this.contextRunner.withPropertyValues("vws.server.path=" + path).run((context) -> {
			MockHttpServletResponse response = get(context, url);
			assertThat(response.getStatus()).isEqualTo(200);
			assertThat(response.getContentType()).isEqualTo("text/javascript");
			assertThat(response.getHeader("Cache-Control")).isEqualTo("no-cache");
			assertThat(response.getContentAsString()).contains("export");
		});
	}

	/**
	 * Symptom: with the endpoint at {@code /} every script of the application's own was
	 * answered with 404.
	 */
	@ParameterizedTest
	@CsvSource({ "/, /app.js", "/, /vws.json", "/, /js/vws.js", "/vws, /vws/app.js", "/vws, /vws/vws.d.ts" })
	void nothingElseIsTakenFromTheApplication(String path, String url) {
		this.contextRunner.withPropertyValues("vws.server.path=" + path)
			.run((context) -> assertThat(find(context, new MockHttpServletRequest("GET", url))).isNull());
	}

	@Test
	void mappingAndHandlerOfTheUserWin() {
		this.contextRunner.withBean("vwsJavascriptHandlerMapping", SimpleUrlHandlerMapping.class)
			.withBean("vwsJavascriptHandler", ResourceHttpRequestHandler.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(ResourceHttpRequestHandler.class);
				assertThat(context.getBean("vwsJavascriptHandlerMapping", SimpleUrlHandlerMapping.class).getUrlMap())
					.isEmpty();
			});
	}

	@Test
	void whenDisabledThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.server.javascript.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(VwsServer.class)
				.doesNotHaveBean(VwsJavascriptAutoConfiguration.class)
				.doesNotHaveBean("vwsJavascriptHandlerMapping"));
	}

	@Test
	void whenTheServerIsDisabledThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(VwsJavascriptAutoConfiguration.class));
	}

	@Test
	void whenTheModuleIsMissingThenBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(new ClassPathResource("META-INF/vws/vws.js")))
			.run((context) -> assertThat(context).hasSingleBean(VwsServer.class)
				.doesNotHaveBean(VwsJavascriptAutoConfiguration.class));
	}

	private static MockHttpServletResponse get(ApplicationContext context, String url) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", url);
		MockHttpServletResponse response = new MockHttpServletResponse();
		HandlerExecutionChain chain = find(context, request);
		assertThat(chain).isNotNull();
		for (HandlerInterceptor interceptor : chain.getInterceptorList()) {
			interceptor.preHandle(request, response, chain.getHandler());
		}
		((HttpRequestHandler) chain.getHandler()).handleRequest(request, response);
		return response;
	}

	private static @Nullable HandlerExecutionChain find(ApplicationContext context, MockHttpServletRequest request)
			throws Exception {
		ServletRequestPathUtils.parseAndCache(request);
		return context.getBean("vwsJavascriptHandlerMapping", HandlerMapping.class).getHandler(request);
	}

}
