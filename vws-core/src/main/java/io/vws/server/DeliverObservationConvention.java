package io.vws.server;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and describes the observation of the delivery of an event to one connection. One
 * of the application's own extends {@link DefaultDeliverObservationConvention} as a rule.
 */
public interface DeliverObservationConvention extends ObservationConvention<DeliverContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof DeliverContext;
	}

}
