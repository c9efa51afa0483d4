package io.vws.autoconfigure.bus;

import java.util.List;

import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.PublishObservation;
import io.vws.bus.SubscriberErrorHandler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link EventBus}.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBean(JsonMapper.class)
public final class VwsBusAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(EventBus.class)
	InMemoryEventBus vwsEventBus(JsonMapper mapper, ObjectProvider<SubscriberErrorHandler> errorHandlers,
			ObjectProvider<PublishObservation> observation) {
		return new InMemoryEventBus(mapper, all(errorHandlers.orderedStream().toList()),
				observation.getIfAvailable(PublishObservation::none));
	}

	private static SubscriberErrorHandler all(List<SubscriberErrorHandler> handlers) {
		return handlers.isEmpty() ? SubscriberErrorHandler.logging()
				: (subscription, error) -> handlers.forEach((handler) -> handler.handle(subscription, error));
	}

}
