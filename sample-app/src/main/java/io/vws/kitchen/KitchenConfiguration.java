package io.vws.kitchen;

import io.vws.client.VwsClient;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

/**
 * What the kitchen is made of.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "kitchen.enabled", matchIfMissing = true)
@EnableConfigurationProperties(KitchenProperties.class)
public class KitchenConfiguration {

	@Bean(initMethod = "open")
	Kitchen kitchen(VwsClient client, TaskScheduler scheduler, KitchenProperties properties) {
		return new Kitchen(client, scheduler, properties.stepTime());
	}

}
