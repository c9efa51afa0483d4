package io.vws.test;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.vws.bus.EventBus;
import io.vws.server.VwsServer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application as a user would have it, on Tomcat and a free port. Everybody may
 * subscribe to and publish everything but {@code secret/} and what is below it, as fast
 * as they can.
 */
public final class VwsTestApplication implements AutoCloseable {

	private static final List<String> DEFAULTS = List.of("server.port=0", "spring.main.banner-mode=off",
			"spring.main.log-startup-info=false", "vws.server.max-handshakes-per-second=0",
			"vws.server.rate.messages-per-second=0", "vws.server.rate.bytes-per-second=0",
			"vws.server.rate.nacks-per-second=0", "vws.server.authorization.subscribe[0].topic=secret/#",
			"vws.server.authorization.subscribe[0].access=denyAll", "vws.server.authorization.subscribe[1].topic=#",
			"vws.server.authorization.subscribe[1].access=permitAll",
			"vws.server.authorization.subscribe[2].topic=$SYS/#",
			"vws.server.authorization.subscribe[2].access=permitAll",
			"vws.server.authorization.publish[0].topic=secret/#", "vws.server.authorization.publish[0].access=denyAll",
			"vws.server.authorization.publish[1].topic=#", "vws.server.authorization.publish[1].access=permitAll",
			"vws.server.authorization.publish[2].topic=$SYS/#", "vws.server.authorization.publish[2].access=permitAll");

	private final ConfigurableApplicationContext context;

	private VwsTestApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application.
	 * @param properties further properties, such as {@code vws.server.path=/events}
	 */
	public static VwsTestApplication start(String... properties) {
		return start(Application.class, properties);
	}

	/**
	 * Start an application.
	 * @param configuration a configuration to add
	 * @param properties further properties
	 */
	public static VwsTestApplication start(Class<?> configuration, String... properties) {
		return new VwsTestApplication(
				new SpringApplicationBuilder(Application.class, configuration).web(WebApplicationType.SERVLET)
					.run(arguments("spring.main.register-shutdown-hook=false", properties)));
	}

	/** One that is given twice would be a list of both. */
	static String[] arguments(String first, String... properties) {
		Map<String, String> arguments = new LinkedHashMap<>();
		Stream.of(DEFAULTS.stream(), Stream.of(first), Stream.of(properties))
			.flatMap((all) -> all)
			.forEach((property) -> arguments.put(property.substring(0, property.indexOf('=')), "--" + property));
		return arguments.values().toArray(String[]::new);
	}

	/**
	 * The port that it listens on.
	 */
	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * Connect a peer.
	 */
	public TestPeer connect() throws IOException {
		return TestPeer.connect(port());
	}

	/**
	 * Return a bean.
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Return all beans of a type.
	 */
	public <T> Collection<T> beans(Class<T> type) {
		return this.context.getBeansOfType(type).values();
	}

	/**
	 * The event bus of the application.
	 */
	public EventBus bus() {
		return bean(EventBus.class);
	}

	/**
	 * The server of the application.
	 */
	public VwsServer server() {
		return bean(VwsServer.class);
	}

	/**
	 * Publish an application event.
	 */
	public void publishEvent(Object event) {
		this.context.publishEvent(event);
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
