package io.vws.autoconfigure.server;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * {@link ConfigurationProperties Properties} of the application events of connections.
 *
 * @param enabled Whether to publish application events of connections that open,
 * subscribe, unsubscribe and close, if anybody listens for them.
 * @param queueCapacity Most events of connections that may wait for the application's
 * listeners, beside the ends of all connections. Further ones are lost.
 */
@ConfigurationProperties("vws.events.connections")
public record VwsConnectionEventProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("10000") int queueCapacity) {

	public VwsConnectionEventProperties {
		if (queueCapacity < 1) {
			throw new InvalidConfigurationPropertyValueException("vws.events.connections.queue-capacity", queueCapacity,
					"Must be at least 1.");
		}
	}

}
