package io.vws.spring.client;

import java.util.concurrent.CompletionException;

import io.vws.bus.EventRefusedException;
import io.vws.client.RequestRefusedException;
import io.vws.client.VwsClientException;
import io.vws.topic.InvalidTopicException;

/**
 * Failures of requests as short texts for the log, without what a stranger wrote.
 */
final class ClientFailures {

	private ClientFailures() {
	}

	/** Return what a dependent of a future is told, without the wrapping. */
	static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	static String reason(Throwable failure) {
		Throwable cause = cause(failure);
		if (cause instanceof RequestRefusedException refused) {
			return "the server refused it (" + refused.code() + ")";
		}
		boolean ours = cause instanceof VwsClientException || cause instanceof EventRefusedException
				|| cause instanceof InvalidTopicException;
		return ours ? String.valueOf(cause.getMessage()) : cause.getClass().getName();
	}

}
