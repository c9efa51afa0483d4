package io.vws.client;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValues;
import io.vws.client.ClientObservationDocumentation.HighCardinality;
import io.vws.client.ClientObservationDocumentation.LowCardinality;
import io.vws.wire.NackCode;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ClientRequestObservationConvention} that holds unless the application has
 * another.
 */
public class DefaultClientRequestObservationConvention implements ClientRequestObservationConvention {

	/** A server may send any code. */
	private static final Set<String> KNOWN_CODES = Arrays.stream(NackCode.values())
		.map(NackCode::code)
		.collect(Collectors.toUnmodifiableSet());

	@Override
	public String getName() {
		return "vws.client.request";
	}

	@Override
	public String getContextualName(ClientRequestContext context) {
		return context.isAnswered() ? "vws client publish" : "vws client send";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ClientRequestContext context) {
		return KeyValues.of(LowCardinality.OUTCOME.withValue(outcome(context)));
	}

	private static String outcome(ClientRequestContext context) {
		if (context.isAnswered() || context.getError() != null) {
			return outcome(context.getError());
		}
		return context.isTaken() ? "sent" : "failed";
	}

	private static String outcome(@Nullable Throwable failure) {
		if (failure instanceof RequestRefusedException refusal) {
			return KNOWN_CODES.contains(refusal.code()) ? refusal.code() : RequestRefusedException.NO_CODE;
		}
		if (failure instanceof RequestTimeoutException) {
			return "timeout";
		}
		if (failure instanceof UnknownOutcomeException) {
			return "unknown";
		}
		return (failure != null) ? "failed" : "done";
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ClientRequestContext context) {
		return KeyValues.of(HighCardinality.TOPIC.withValue(context.topic()));
	}

}
