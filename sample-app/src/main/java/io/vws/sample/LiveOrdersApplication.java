package io.vws.sample;

import java.time.Clock;

import io.vws.kitchen.KitchenConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The sample application.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Import(KitchenConfiguration.class)
public class LiveOrdersApplication {

	public static void main(String[] args) {
		SpringApplication.run(LiveOrdersApplication.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
