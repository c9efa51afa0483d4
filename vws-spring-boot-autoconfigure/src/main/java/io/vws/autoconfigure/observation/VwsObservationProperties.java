package io.vws.autoconfigure.observation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of the observations.
 *
 * @param mode When requests, publishes and listeners are observed: "traced" if the
 * application traces, "always" or "never".
 */
@ConfigurationProperties("vws.observations")
public record VwsObservationProperties(@DefaultValue("traced") Mode mode) {

	/**
	 * When to observe.
	 */
	public enum Mode {

		/** If the application has a tracer. */
		TRACED,

		/** Also for meters only. */
		ALWAYS,

		/** Not at all. */
		NEVER

	}

}
