package io.vws.sample;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The sample application.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class LiveOrdersApplication {

	public static void main(String[] args) {
		SpringApplication.run(LiveOrdersApplication.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
