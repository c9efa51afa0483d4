package io.vws.spring.event;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and describes the observation of a listener. One of the application's own extends
 * {@link DefaultListenObservationConvention} as a rule.
 */
public interface ListenObservationConvention extends ObservationConvention<ListenContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ListenContext;
	}

}
