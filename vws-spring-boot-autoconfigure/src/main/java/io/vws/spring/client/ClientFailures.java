package io.vws.spring.client;

import java.util.concurrent.CompletionException;

import io.vws.client.RequestRefusedException;
import io.vws.client.VwsClientException;

/**
 * Failures of requests as short texts for the log, without what a stranger wrote.
 */
final class ClientFailures {

	private ClientFailures() {
	}

	static String reason(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof RequestRefusedException refused) {
			return "the server refused it (" + refused.code() + ")";
		}
		return (cause instanceof VwsClientException) ? String.valueOf(cause.getMessage()) : cause.getClass().getName();
	}

}
