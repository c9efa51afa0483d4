package io.vws.spring.event;

import io.micrometer.common.KeyValues;
import io.vws.spring.event.EventObservationDocumentation.HighCardinality;
import io.vws.spring.event.EventObservationDocumentation.LowCardinality;

/**
 * The {@link ListenObservationConvention} that holds unless the application has another.
 */
public class DefaultListenObservationConvention implements ListenObservationConvention {

	@Override
	public String getName() {
		return "vws.listen";
	}

	@Override
	public String getContextualName(ListenContext context) {
		return "vws listen " + context.listener();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ListenContext context) {
		return KeyValues.of(LowCardinality.LISTENER.withValue(context.listener()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ListenContext context) {
		return KeyValues.of(HighCardinality.TOPIC.withValue(context.topic()));
	}

}
