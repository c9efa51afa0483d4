package io.vws.client;

/**
 * The request was not taken, because too many wait: for the connection, for its socket,
 * or for answers. It was not sent.
 */
public final class QueueFullException extends VwsClientException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a failure.
	 */
	public QueueFullException(String message) {
		super(message);
	}

}
