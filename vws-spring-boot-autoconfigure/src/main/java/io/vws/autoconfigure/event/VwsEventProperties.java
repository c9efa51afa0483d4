package io.vws.autoconfigure.event;

import io.vws.spring.event.EventFailurePolicy;
import io.vws.spring.event.ForwardingSettings;
import io.vws.spring.event.PublishPhase;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * {@link ConfigurationProperties Properties} of the way between application events and
 * the bus.
 *
 * @param enabled Whether to publish application events with a topic to the bus, and what
 * clients publish as application events.
 * @param transactionPhase When an application event goes to the bus if it is published in
 * a transaction.
 * @param onFailure What it means to the publisher of an application event that it cannot
 * go to the bus.
 * @param queueCapacity Most events of clients that may wait for the application's
 * listeners. A further one is refused with "busy".
 */
@ConfigurationProperties("vws.events")
public record VwsEventProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("after-commit") PublishPhase transactionPhase, @DefaultValue("log") EventFailurePolicy onFailure,
		@DefaultValue("1024") int queueCapacity) {

	public VwsEventProperties {
		if (queueCapacity < 1) {
			throw new InvalidConfigurationPropertyValueException("vws.events.queue-capacity", queueCapacity,
					"Must be at least 1.");
		}
	}

	ForwardingSettings toForwardingSettings() {
		return new ForwardingSettings(this.transactionPhase, this.onFailure);
	}

}
