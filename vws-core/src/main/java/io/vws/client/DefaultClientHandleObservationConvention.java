package io.vws.client;

import io.micrometer.common.KeyValues;
import io.vws.client.ClientObservationDocumentation.HighCardinality;

/**
 * The {@link ClientHandleObservationConvention} that holds unless the application has
 * another.
 */
public class DefaultClientHandleObservationConvention implements ClientHandleObservationConvention {

	@Override
	public String getName() {
		return "vws.client.handle";
	}

	@Override
	public String getContextualName(ClientHandleContext context) {
		return "vws client handle";
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ClientHandleContext context) {
		return KeyValues.of(HighCardinality.TOPIC.withValue(context.event().topic()));
	}

}
