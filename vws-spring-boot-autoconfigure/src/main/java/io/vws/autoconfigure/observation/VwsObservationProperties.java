package io.vws.autoconfigure.observation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of the observations.
 *
 * @param mode When requests, publishes and listeners are observed: "traced" if the
 * application traces, "always" or "never".
 * @param deliveries Whether to observe also the delivery of each event to each connection
 * of a client, which is as many for an event as there are clients that get it.
 */
@ConfigurationProperties("vws.observations")
public record VwsObservationProperties(@DefaultValue("traced") Mode mode, @DefaultValue("false") boolean deliveries) {

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
