package io.vws.client;

/**
 * The connection was lost before the answer: the server may have done what was requested,
 * or not.
 */
public final class UnknownOutcomeException extends VwsClientException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a failure.
	 */
	public UnknownOutcomeException(String message) {
		super(message);
	}

}
