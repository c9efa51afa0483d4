package io.vws.test;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import io.vws.bus.EventBus;
import io.vws.client.ClientState;
import io.vws.client.VwsClient;
import org.awaitility.Awaitility;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application without a web server, as a user would have it to talk to a server.
 */
public final class ClientTestApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private ClientTestApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application.
	 * @param configuration a configuration to add
	 * @param properties further properties, such as {@code vws.client.url=ws://...}
	 */
	public static ClientTestApplication start(Class<?> configuration, String... properties) {
		String[] arguments = Stream.concat(
				Stream.of("spring.main.banner-mode=off", "spring.main.log-startup-info=false",
						"spring.main.register-shutdown-hook=false", "vws.client.reconnect.max-delay=1s"),
				Stream.of(properties))
			.map("--"::concat)
			.toArray(String[]::new);
		return new ClientTestApplication(
				new SpringApplicationBuilder(Application.class, configuration).web(WebApplicationType.NONE)
					.run(arguments));
	}

	/**
	 * Start an application.
	 */
	public static ClientTestApplication start(String... properties) {
		return start(Application.class, properties);
	}

	/**
	 * Property with the URL of a server's endpoint.
	 * @param key the client, such as {@code vws.client}
	 */
	public static String url(String key, VwsTestApplication server) {
		return key + ".url=ws://localhost:" + server.port() + "/vws";
	}

	/**
	 * The client of {@code vws.client}, connected.
	 */
	public VwsClient client() {
		return connected(bean(VwsClient.class));
	}

	/**
	 * A client with a name, connected.
	 */
	public VwsClient client(String name) {
		return connected(
				BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.context.getBeanFactory(), VwsClient.class, name));
	}

	private static VwsClient connected(VwsClient client) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> client.status().state() == ClientState.OPEN);
		return client;
	}

	/**
	 * The event bus of the application.
	 */
	public EventBus bus() {
		return bean(EventBus.class);
	}

	/**
	 * Return a bean.
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * All beans of a type, by name.
	 */
	public <T> Map<String, T> beans(Class<T> type) {
		return this.context.getBeansOfType(type);
	}

	/**
	 * Stop the application.
	 */
	@Override
	public void close() {
		this.context.close();
	}

	/** A user's application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
