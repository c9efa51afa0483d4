package io.vws.server;

import io.micrometer.common.KeyValues;
import io.vws.server.ServerObservationDocumentation.DeliverLowCardinality;
import io.vws.server.ServerObservationDocumentation.HighCardinality;

/**
 * The {@link DeliverObservationConvention} that holds unless the application has another.
 * It names no user: that would be personal data in the traces.
 */
public class DefaultDeliverObservationConvention implements DeliverObservationConvention {

	@Override
	public String getName() {
		return "vws.deliver";
	}

	@Override
	public String getContextualName(DeliverContext context) {
		return "vws deliver";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(DeliverContext context) {
		DeliveryOutcome outcome = context.outcome();
		return KeyValues.of(DeliverLowCardinality.OUTCOME.withValue((outcome != null) ? outcome.tag() : "failed"));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(DeliverContext context) {
		return KeyValues.of(HighCardinality.TOPIC.withValue(context.event().topic().text()),
				HighCardinality.CONNECTION.withValue(context.peer().connectionId()));
	}

}
