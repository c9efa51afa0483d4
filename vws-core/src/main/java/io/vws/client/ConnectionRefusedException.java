package io.vws.client;

/**
 * There is no way to the server: it refused the upgrade with 401, 403 or a redirect, or
 * ended the connection with a terminal close code, or the attempts are used up. The
 * client has stopped; {@link VwsClient#connect()} tries again.
 */
public final class ConnectionRefusedException extends VwsClientException {

	private static final long serialVersionUID = 1L;

	private final int code;

	/**
	 * Create a refusal.
	 * @param code HTTP status of the upgrade, close code of the connection, or 0 if the
	 * attempts are used up
	 */
	public ConnectionRefusedException(int code, String message) {
		super(message);
		this.code = code;
	}

	/**
	 * HTTP status of the upgrade (below 1000), close code of the connection, or 0 if the
	 * attempts are used up.
	 */
	public int code() {
		return this.code;
	}

}
