package io.vws.autoconfigure;

import java.lang.reflect.Modifier;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.client.VwsClientAutoConfiguration;
import io.vws.autoconfigure.event.VwsEventAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.autoconfigure.server.VwsConnectionEventAutoConfiguration;
import io.vws.autoconfigure.server.VwsJavascriptAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.bus.Peer;
import io.vws.client.ReceivedEvent;
import io.vws.server.CloseReason;
import io.vws.spring.client.VwsClientEvent;
import io.vws.spring.event.VwsConnectionEvent;
import io.vws.spring.event.VwsMessageEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told of the starter itself when an application is processed
 * ahead of time: what expressions call and what is read from the classpath.
 */
class NativeImageHintsTests {

	private static final RuntimeHints hints = new RuntimeHints();

	@BeforeAll
	static void process() {
		try (AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext()) {
			context.register(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get(Application.class)), new InMemoryGeneratedFiles(), hints));
		}
	}

	@Test
	void theBrowsersClientIsInTheImage() {
		assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/vws/vws.js")).accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { VwsMessageEvent.class, Peer.class, VwsClientEvent.class, ReceivedEvent.class,
			VwsConnectionEvent.Opened.class, VwsConnectionEvent.Subscribed.class, VwsConnectionEvent.Unsubscribed.class,
			VwsConnectionEvent.Closed.class, CloseReason.class })
	void conditionsOfEventListenersCanAskFor(Class<?> type) {
		assertThat(type.getDeclaredMethods()).filteredOn((method) -> Modifier.isPublic(method.getModifiers()))
			.isNotEmpty()
			.allSatisfy((method) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
				.accepts(hints));
	}

	@ParameterizedTest
	@ValueSource(strings = { "hasRole", "hasAuthority", "isAuthenticated", "permitAll", "denyAll", "hasPermission",
			"getAuthentication", "getPrincipal" })
	void rulesCanCall(String method) throws ClassNotFoundException {
		Class<?> root = Class.forName("io.vws.spring.security.AccessExpression$Root");
		assertThat(root.getMethods()).filteredOn((candidate) -> candidate.getName().equals(method)).isNotEmpty();
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(root)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(hints);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
			VwsEventAutoConfiguration.class, VwsAuthorizationAutoConfiguration.class, VwsServerAutoConfiguration.class,
			VwsConnectionEventAutoConfiguration.class, VwsJavascriptAutoConfiguration.class,
			VwsClientAutoConfiguration.class })
	static class Application {

	}

}
