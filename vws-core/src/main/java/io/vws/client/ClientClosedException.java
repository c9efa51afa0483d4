package io.vws.client;

/**
 * The client was closed before the request was answered.
 */
public final class ClientClosedException extends VwsClientException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a failure.
	 */
	public ClientClosedException(String message) {
		super(message);
	}

}
