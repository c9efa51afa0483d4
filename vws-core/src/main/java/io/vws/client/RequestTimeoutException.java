package io.vws.client;

/**
 * No answer came in time. If the request had been sent, the server may still have done
 * it.
 */
public final class RequestTimeoutException extends VwsClientException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a failure.
	 */
	public RequestTimeoutException(String message) {
		super(message);
	}

}
