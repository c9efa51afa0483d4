package io.vws.autoconfigure.server;

import io.vws.spring.event.ConnectionEventPublisher;
import io.vws.spring.event.EventOutcomeListener;
import io.vws.spring.event.EventInterest;
import io.vws.spring.event.VwsConnectionEvent;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the application events of
 * connections.
 */
@AutoConfiguration(after = VwsServerAutoConfiguration.class)
@ConditionalOnBean(VwsServerProperties.class)
@ConditionalOnBooleanProperty(name = "vws.events.connections.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VwsConnectionEventProperties.class)
public final class VwsConnectionEventAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConnectionEventPublisher vwsConnectionEventPublisher(ApplicationContext context,
			ObjectProvider<EventOutcomeListener> failures, VwsConnectionEventProperties properties,
			VwsServerProperties server) {
		return new ConnectionEventPublisher(context, EventOutcomeListener.all(failures.orderedStream().toList()),
				() -> EventInterest.isThere(context, VwsConnectionEvent.class),
				(int) Math.min(Integer.MAX_VALUE, (long) properties.queueCapacity() + server.maxConnections()));
	}

}
