package io.vws.client;

/**
 * The subscription was cancelled before the server had confirmed it.
 */
public final class SubscriptionCancelledException extends VwsClientException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a failure.
	 */
	public SubscriptionCancelledException(String message) {
		super(message);
	}

}
