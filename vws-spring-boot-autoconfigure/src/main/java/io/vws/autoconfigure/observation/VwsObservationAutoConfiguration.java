package io.vws.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.event.VwsEventAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.bus.PublishObservation;
import io.vws.bus.PublishObservationConvention;
import io.vws.client.ClientHandleObservationConvention;
import io.vws.client.ClientObservation;
import io.vws.client.ClientRequestObservationConvention;
import io.vws.server.DeliverObservation;
import io.vws.server.DeliverObservationConvention;
import io.vws.server.ReceiveObservation;
import io.vws.server.ReceiveObservationConvention;
import io.vws.spring.event.ListenObservation;
import io.vws.spring.event.ListenObservationConvention;
import io.vws.spring.server.VwsServerCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the observations. Each takes the
 * convention of the application if there is one.
 */
@AutoConfiguration(
		before = { VwsBusAutoConfiguration.class, VwsEventAutoConfiguration.class, VwsServerAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@ConditionalOnBean(ObservationRegistry.class)
@EnableConfigurationProperties(VwsObservationProperties.class)
public final class VwsObservationAutoConfiguration {

	/** What is there where somebody observes; the mode is looked at in any case. */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnObservations.class)
	static class ObservedConfiguration {

		@Bean
		@ConditionalOnMissingBean
		PublishObservation vwsPublishObservation(ObservationRegistry registry,
				ObjectProvider<PublishObservationConvention> convention) {
			return new PublishObservation(registry, convention.getIfAvailable());
		}

		@Bean
		@ConditionalOnMissingBean
		ReceiveObservation vwsReceiveObservation(ObservationRegistry registry,
				ObjectProvider<ReceiveObservationConvention> convention) {
			return new ReceiveObservation(registry, convention.getIfAvailable());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnBooleanProperty("vws.observations.deliveries")
		DeliverObservation vwsDeliverObservation(ObservationRegistry registry,
				ObjectProvider<DeliverObservationConvention> convention) {
			return new DeliverObservation(registry, convention.getIfAvailable());
		}

		@Bean
		@ConditionalOnMissingBean
		ListenObservation vwsListenObservation(ObservationRegistry registry,
				ObjectProvider<ListenObservationConvention> convention) {
			return new ListenObservation(registry, convention.getIfAvailable());
		}

		@Bean
		@ConditionalOnMissingBean
		ClientObservation vwsClientObservation(ObservationRegistry registry,
				ObjectProvider<ClientRequestObservationConvention> request,
				ObjectProvider<ClientHandleObservationConvention> handle) {
			return new ClientObservation(registry, request.getIfAvailable(), handle.getIfAvailable());
		}

		@Bean
		VwsServerCustomizer vwsServerObservationCustomizer(ReceiveObservation receive, PublishObservation publish,
				ObjectProvider<DeliverObservation> deliver) {
			return (builder) -> {
				builder.observe(receive, publish);
				deliver.ifAvailable(builder::observe);
			};
		}

	}

}
