package io.vws.autoconfigure.observation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * {@link ConfigurationProperties Properties} of the meters.
 *
 * @param enabled Whether to count in the application's meter registry.
 * @param snapshotInterval Time between two snapshots of the meters on the topic
 * "$metrics". Zero for none.
 */
@ConfigurationProperties("vws.metrics")
public record VwsMetricsProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("0s") Duration snapshotInterval) {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	public VwsMetricsProperties {
		boolean tooShort = !snapshotInterval.isZero() && snapshotInterval.compareTo(SHORTEST) < 0;
		if (tooShort) {
			throw new InvalidConfigurationPropertyValueException("vws.metrics.snapshot-interval", snapshotInterval,
					"Must be zero or at least 100ms.");
		}
	}

}
