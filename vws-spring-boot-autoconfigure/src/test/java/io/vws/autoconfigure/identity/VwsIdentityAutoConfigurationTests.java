package io.vws.autoconfigure.identity;

import java.time.Duration;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.bus.InMemoryEventBus;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsServer;
import io.vws.spring.security.LogoutListener;
import io.vws.spring.security.SecurityHandshakeInterceptor;
import io.vws.spring.security.SessionIdentities;
import io.vws.spring.security.SubprotocolBearerTokenResolver;
import io.vws.spring.server.VwsHandshakeInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VwsIdentityAutoConfiguration} and
 * {@link VwsBearerTokenAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class VwsIdentityAutoConfigurationTests {

	private static final String NOTICE = "Bearer tokens in the subprotocol of a WebSocket upgrade are not looked for";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsAuthorizationAutoConfiguration.class, VwsServerAutoConfiguration.class,
				VwsIdentityAutoConfiguration.class, VwsBearerTokenAutoConfiguration.class));

	@Test
	void identityIsTakenAtTheUpgradeBehindOriginAndCapacity(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(SecurityHandshakeInterceptor.class)
				.hasSingleBean(SessionIdentities.class)
				.hasSingleBean(LogoutListener.class)
				.hasSingleBean(SubprotocolBearerTokenResolver.class);
			assertThat(context.getBean(WebSocketHandlerMapping.class).getUrlMap().get("/vws")).isInstanceOfSatisfying(
					WebSocketHttpRequestHandler.class,
					(handler) -> assertThat(handler.getHandshakeInterceptors())
						.extracting((interceptor) -> interceptor.getClass().getSimpleName())
						.containsExactly("LoggingOriginHandshakeInterceptor", "CapacityHandshakeInterceptor",
								"SecurityHandshakeInterceptor"));
		});
		assertThat(output).doesNotContain(NOTICE);
	}

	@Test
	void beansOfTheUserWin() {
		SessionIdentities mine = new SessionIdentities();
		this.contextRunner.withBean("mine", SessionIdentities.class, () -> mine)
			.run((context) -> assertThat(context.getBean(SessionIdentities.class)).isSameAs(mine));
		this.contextRunner
			.withBean("mine", SecurityHandshakeInterceptor.class, () -> new SecurityHandshakeInterceptor(mine, null))
			.run((context) -> assertThat(context).hasSingleBean(VwsHandshakeInterceptor.class).hasBean("mine"));
		VwsServer other = VwsServer
			.builder(new InMemoryEventBus(JsonMapper.shared()), VwsAuthorizer.denyAll(), JsonMapper.shared())
			.build();
		this.contextRunner.withBean("mine", LogoutListener.class, () -> new LogoutListener(mine, other))
			.run((context) -> assertThat(context).hasSingleBean(LogoutListener.class).hasBean("mine"));
		other.stop(Duration.ZERO);
	}

	@Test
	void resolverOfTheUserWinsAndTheLogSaysSoOnce(CapturedOutput output) {
		BearerTokenResolver mine = new DefaultBearerTokenResolver();
		this.contextRunner.withBean("mine", BearerTokenResolver.class, () -> mine)
			.run((context) -> assertThat(context.getBean(BearerTokenResolver.class)).isSameAs(mine));
		assertThat(output.getAll().lines().filter((line) -> line.contains(NOTICE))).hasSize(1)
			.allSatisfy((line) -> assertThat(line).contains("INFO"));
	}

	@Test
	void converterOfTheUserWinsAndTheLogSaysSo(CapturedOutput output) {
		this.contextRunner.withBean("mine", AuthenticationConverter.class, BearerTokenAuthenticationConverter::new)
			.run((context) -> assertThat(context).doesNotHaveBean(BearerTokenResolver.class));
		assertThat(output).contains(NOTICE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.security", "org.springframework.security.web" })
	void whenSpringSecurityIsMissingThenBacksOff(String missing) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(VwsServer.class)
				.doesNotHaveBean(VwsIdentityAutoConfiguration.class)
				.doesNotHaveBean(VwsBearerTokenAutoConfiguration.class));
	}

	@Test
	void whenTheResourceServerIsMissingThenTheRestWorks() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.security.oauth2"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SecurityHandshakeInterceptor.class)
				.doesNotHaveBean(VwsBearerTokenAutoConfiguration.class));
	}

	@Test
	void whenTheServerIsDisabledThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(VwsIdentityAutoConfiguration.class)
				.doesNotHaveBean(VwsBearerTokenAutoConfiguration.class));
	}

}
