package io.vws.server;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and describes the observation of a client's request. One of the application's own
 * extends {@link DefaultReceiveObservationConvention} as a rule.
 */
public interface ReceiveObservationConvention extends ObservationConvention<ReceiveContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ReceiveContext;
	}

}
