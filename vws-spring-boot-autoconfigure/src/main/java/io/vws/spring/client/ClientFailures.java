package io.vws.spring.client;

import java.util.concurrent.CompletionException;

import io.vws.client.RequestRefusedException;
import io.vws.client.VwsClientException;
import org.jspecify.annotations.Nullable;

/**
 * Failures of requests as short texts for the log, without what a stranger wrote.
 */
final class ClientFailures {

	private ClientFailures() {
	}

	/** Return what a dependent of a future is told, without the wrapping. */
	static @Nullable Throwable cause(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	static String reason(Throwable failure) {
		Throwable cause = cause(failure);
		if (cause instanceof RequestRefusedException refused) {
			return "the server refused it (" + refused.code() + ")";
		}
		return (cause instanceof VwsClientException) ? String.valueOf(cause.getMessage())
				: String.valueOf(failure.getClass().getName());
	}

}
