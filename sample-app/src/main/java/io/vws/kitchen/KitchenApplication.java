package io.vws.kitchen;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The kitchen as a service of its own, which opens no port. Its configuration is
 * {@code kitchen.yml}.
 */
@SpringBootApplication
@EnableScheduling
public class KitchenApplication {

	public static void main(String[] args) {
		builder().run(args);
	}

	static SpringApplicationBuilder builder() {
		return new SpringApplicationBuilder(KitchenApplication.class).properties("spring.config.name=kitchen");
	}

}
