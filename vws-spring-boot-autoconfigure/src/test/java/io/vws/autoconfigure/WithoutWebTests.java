package io.vws.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.spring.event.VwsTopic;
import io.vws.topic.Topic;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application without Spring WebSocket, Spring MVC, a servlet container, Spring
 * Messaging, Spring's transactions, the actuator and Micrometer's meters on its class
 * path: it has the bus, application events reach it, and there is nothing of the server.
 * A filtered class loader would not do, since the auto-configurations themselves must be
 * loaded without what they mention.
 */
class WithoutWebTests {

	private static final List<String> OPTIONAL = List.of("spring-websocket", "spring-webmvc", "spring-web-",
			"spring-boot-web", "spring-boot-servlet", "spring-boot-tomcat", "spring-boot-websocket",
			"spring-boot-starter", "tomcat-embed", "spring-messaging", "spring-tx", "spring-boot-transaction",
			"micrometer-core", "micrometer-jakarta9", "micrometer-registry", "micrometer-tracing",
			"spring-boot-micrometer", "spring-boot-actuator", "spring-boot-health", "spring-boot-opentelemetry",
			"opentelemetry", "spring-boot-http");

	@Test
	void applicationHasTheBusAndNothingOfTheServer() throws Exception {
		ClassLoader original = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader withoutWeb = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(withoutWeb);
			Object beans = withoutWeb.loadClass(Application.class.getName()).getMethod("start").invoke(null);
			assertThat(beans).asString()
				.contains("vwsEventBus", "vwsApplicationEventForwarder", "vwsClientEventPublisher", "vwsClient ")
				.doesNotContain("vwsServer", "vwsAuthorizer", "vwsHandlerMapping", "vwsJavascript", "vwsMeters",
						"vwsListener");
		}
		finally {
			Thread.currentThread().setContextClassLoader(original);
		}
	}

	private static URL[] classPath() throws IOException {
		String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> entries = Arrays.stream(all.split(File.pathSeparator))
			.filter((entry) -> OPTIONAL.stream()
				.noneMatch((name) -> Path.of(entry).getFileName().toString().startsWith(name)))
			.toList();
		assertThat(entries).anyMatch((entry) -> entry.contains("spring-context"))
			.hasSizeLessThan(all.split(File.pathSeparator).length - 5);
		return entries.stream().map(WithoutWebTests::url).toArray(URL[]::new);
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@VwsTopic("orders/{id}")
	record Placed(String id) {
	}

	/** Loaded once more, by the class loader without the web. */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	public static class Application {

		/**
		 * Start and stop.
		 * @return the names of all beans
		 */
		public static String start() {
			try (ConfigurableApplicationContext context = SpringApplication.run(Application.class,
					"--spring.main.banner-mode=off", "--logging.level.root=off")) {
				EventBus bus = context.getBean(EventBus.class);
				List<String> heard = new ArrayList<>();
				bus.subscribe("#", (event, subscription) -> heard.add(event.topic() + " " + event.payload().json()));
				bus.publish("a", 1);
				context.publishEvent(new Placed("7"));
				assertThat(heard).containsExactly("a 1", "orders/7 {\"id\":\"7\"}");
				assertThat(bus).isInstanceOf(InMemoryEventBus.class);
				assertThat(Topic.class.getClassLoader()).isSameAs(Thread.currentThread().getContextClassLoader());
				return String.join(" ", context.getBeanDefinitionNames());
			}
		}

	}

}
