package io.vws.bus;

import io.micrometer.common.KeyValues;
import io.vws.bus.BusObservationDocumentation.HighCardinality;
import io.vws.bus.BusObservationDocumentation.LowCardinality;

/**
 * The {@link PublishObservationConvention} that holds unless the application has another.
 */
public class DefaultPublishObservationConvention implements PublishObservationConvention {

	private static final KeyValues OF_CLIENT = KeyValues.of(LowCardinality.SOURCE.withValue("client"));

	private static final KeyValues OF_APPLICATION = KeyValues.of(LowCardinality.SOURCE.withValue("application"));

	@Override
	public String getName() {
		return "vws.publish";
	}

	@Override
	public String getContextualName(PublishContext context) {
		return "vws publish";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(PublishContext context) {
		return (context.event().sender() != null) ? OF_CLIENT : OF_APPLICATION;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(PublishContext context) {
		return KeyValues.of(HighCardinality.TOPIC.withValue(context.event().topic().text()));
	}

}
