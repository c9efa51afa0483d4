package io.vws.autoconfigure.event;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * {@link ConfigurationProperties Properties} of the methods with {@code @VwsListener}.
 *
 * @param enabled Whether to call methods with @VwsListener.
 * @param maxThreads Most threads that call them. Virtual threads are not limited.
 * @param stopTimeout Longest time for handling what waits when the application stops.
 */
@ConfigurationProperties("vws.listener")
public record VwsListenerProperties(@DefaultValue("true") boolean enabled, @DefaultValue("16") int maxThreads,
		@DefaultValue("10s") Duration stopTimeout) {

	public VwsListenerProperties {
		if (maxThreads < 1) {
			throw new InvalidConfigurationPropertyValueException("vws.listener.max-threads", maxThreads,
					"Must be at least 1.");
		}
		if (stopTimeout.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("vws.listener.stop-timeout", stopTimeout,
					"Must not be negative.");
		}
	}

}
