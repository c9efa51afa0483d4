package io.vws.client;

/**
 * Why a request or a connection of a {@link VwsClient} failed.
 */
public abstract class VwsClientException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	VwsClientException(String message) {
		super(message);
	}

	VwsClientException(String message, Throwable cause) {
		super(message, cause);
	}

}
