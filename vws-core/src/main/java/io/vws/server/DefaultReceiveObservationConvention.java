package io.vws.server;

import io.micrometer.common.KeyValues;
import io.vws.log.LogText;
import io.vws.server.ServerObservationDocumentation.HighCardinality;
import io.vws.server.ServerObservationDocumentation.LowCardinality;
import io.vws.wire.NackCode;

/**
 * The {@link ReceiveObservationConvention} that holds unless the application has another.
 * It names no user: that would be personal data in the traces.
 */
public class DefaultReceiveObservationConvention implements ReceiveObservationConvention {

	@Override
	public String getName() {
		return "vws.receive";
	}

	@Override
	public String getContextualName(ReceiveContext context) {
		return "vws receive " + context.kind().tag();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ReceiveContext context) {
		NackCode refusal = context.refusal();
		return KeyValues.of(LowCardinality.KIND.withValue(context.kind().tag()),
				LowCardinality.OUTCOME.withValue((refusal != null) ? refusal.code() : "done"));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ReceiveContext context) {
		KeyValues values = KeyValues.of(HighCardinality.TOPIC.withValue(LogText.printable(context.topic())),
				HighCardinality.CONNECTION.withValue(context.peer().connectionId()));
		String clientTrace = context.clientTrace();
		return (clientTrace != null) ? values.and(HighCardinality.CLIENT_TRACE.withValue(clientTrace)) : values;
	}

}
