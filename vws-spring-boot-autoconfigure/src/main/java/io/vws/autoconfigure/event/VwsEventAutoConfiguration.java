package io.vws.autoconfigure.event;

import java.time.Duration;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.server.ClientEventListener;
import io.vws.spring.event.ApplicationEventForwarder;
import io.vws.spring.event.ClientEventPublisher;
import io.vws.spring.event.EventOutcomeListener;
import io.vws.spring.event.ListenObservation;
import io.vws.spring.event.VwsEventMapping;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the way between application
 * events and the bus.
 */
@AutoConfiguration(after = VwsBusAutoConfiguration.class)
@ConditionalOnBean(EventBus.class)
@ConditionalOnBooleanProperty(name = "vws.events.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VwsEventProperties.class)
public final class VwsEventAutoConfiguration {

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	@Bean
	@ConditionalOnMissingBean
	ApplicationEventForwarder vwsApplicationEventForwarder(EventBus bus, ObjectProvider<EventOutcomeListener> failures,
			ObjectProvider<JsonMapper> mapper, ObjectProvider<VwsEventMapping> mappings,
			VwsEventProperties properties) {
		return new ApplicationEventForwarder(bus, all(failures), mapper.getIfAvailable(JsonMapper::shared),
				mappings.orderedStream().toList(), properties.toForwardingSettings());
	}

	@Bean
	@ConditionalOnMissingBean(ClientEventListener.class)
	ClientEventPublisher vwsClientEventPublisher(ApplicationEventPublisher publisher,
			ObjectProvider<EventOutcomeListener> failures, ObjectProvider<ListenObservation> observation,
			VwsEventProperties properties) {
		return new ClientEventPublisher(publisher, all(failures), observation.getIfAvailable(ListenObservation::none),
				properties.queueCapacity(), STOP_TIMEOUT);
	}

	private static EventOutcomeListener all(ObjectProvider<EventOutcomeListener> failures) {
		return EventOutcomeListener.all(failures.orderedStream().toList());
	}

}
