package io.vws.client;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and describes the observation of a handler. One of the application's own extends
 * {@link DefaultClientHandleObservationConvention} as a rule.
 */
public interface ClientHandleObservationConvention extends ObservationConvention<ClientHandleContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ClientHandleContext;
	}

}
