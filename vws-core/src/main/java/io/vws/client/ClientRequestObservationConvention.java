package io.vws.client;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and describes the observation of a request. One of the application's own extends
 * {@link DefaultClientRequestObservationConvention} as a rule.
 */
public interface ClientRequestObservationConvention extends ObservationConvention<ClientRequestContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ClientRequestContext;
	}

}
