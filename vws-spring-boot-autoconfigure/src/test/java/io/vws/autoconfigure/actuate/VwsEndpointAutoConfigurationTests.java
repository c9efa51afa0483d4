package io.vws.autoconfigure.actuate;

import java.util.Set;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnections;
import io.vws.server.VwsServer;
import io.vws.spring.actuate.VwsEndpoint;
import io.vws.spring.actuate.VwsEndpointWebExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class VwsEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=vws";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsAuthorizationAutoConfiguration.class, VwsServerAutoConfiguration.class,
				VwsEndpointAutoConfiguration.class));

	@Test
	void isThereWhenExposed() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(VwsEndpoint.class)
				.hasSingleBean(VwsEndpointWebExtension.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a=b", "management.endpoints.web.exposure.include=health" })
	void isNotExposedByItself(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(VwsEndpoint.class)
				.doesNotHaveBean(VwsEndpointWebExtension.class));
	}

	@Test
	void whenOnlyOverJmxThenHasNoWebExtension() {
		this.contextRunner
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=vws")
			.run((context) -> assertThat(context).hasSingleBean(VwsEndpoint.class)
				.doesNotHaveBean(VwsEndpointWebExtension.class));
	}

	@Test
	void whenSwitchedOffThenBacksOff() {
		this.contextRunner.withPropertyValues(EXPOSED, "management.endpoint.vws.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(VwsEndpoint.class));
	}

	@Test
	void whenThereIsNoServerThenBacksOff() {
		this.contextRunner.withPropertyValues(EXPOSED, "vws.server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(VwsEndpoint.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { Endpoint.class, ConditionalOnAvailableEndpoint.class })
	void whenTheActuatorIsMissingThenBacksOff(Class<?> missing) {
		this.contextRunner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(VwsServer.class)
				.doesNotHaveBean(VwsEndpointAutoConfiguration.class));
	}

	@Test
	void endpointOfTheUserWins() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.withUserConfiguration(OwnEndpoint.class)
			.run((context) -> assertThat(context).hasSingleBean(VwsEndpoint.class).hasBean("mine"));
	}

	@Test
	void webExtensionOfTheUserWins() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.withUserConfiguration(OwnEndpoint.class, OwnWebExtension.class)
			.run((context) -> assertThat(context).hasSingleBean(VwsEndpointWebExtension.class).hasBean("myExtension"));
	}

	@Test
	void propertiesBind() {
		this.contextRunner
			.withPropertyValues(EXPOSED, "management.endpoint.vws.show-values=when-authorized",
					"management.endpoint.vws.roles=ADMIN,OPERATOR")
			.run((context) -> assertThat(context.getBean(VwsEndpointProperties.class))
				.isEqualTo(new VwsEndpointProperties(Show.WHEN_AUTHORIZED, Set.of("ADMIN", "OPERATOR"))));
		this.contextRunner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context.getBean(VwsEndpointProperties.class))
				.isEqualTo(new VwsEndpointProperties(Show.NEVER, Set.of())));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		@Bean
		VwsEndpoint mine(VwsServer server, VwsConnections connections, VwsAuthorizer authorizer, JsonMapper mapper) {
			return new VwsEndpoint(server, connections, authorizer, mapper, Show.ALWAYS, Set.of());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWebExtension {

		@Bean
		VwsEndpointWebExtension myExtension(VwsEndpoint endpoint) {
			return new VwsEndpointWebExtension(endpoint);
		}

	}

}
