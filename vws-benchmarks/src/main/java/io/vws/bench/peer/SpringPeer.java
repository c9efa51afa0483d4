package io.vws.bench.peer;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts a peer that is a Spring Boot application. What all have in common is in
 * {@code application.yml}; VWS is off unless the profile {@code vws} is on.
 */
final class SpringPeer {

	private SpringPeer() {
	}

	/**
	 * Start an application.
	 * @param port its port on the loopback interface, or 0 for any
	 */
	static ConfigurableApplicationContext start(Class<?> application, int port, String... profiles) {
		SpringApplication spring = new SpringApplication(application);
		spring.setAdditionalProfiles(profiles);
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("server.port", port);
		spring.setDefaultProperties(properties);
		return spring.run();
	}

	static int port(String[] args) {
		return Integer.parseInt(args[0]);
	}

}
