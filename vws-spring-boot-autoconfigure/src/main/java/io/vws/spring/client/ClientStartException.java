package io.vws.spring.client;

/**
 * The application does not start because of one of its clients.
 */
public final class ClientStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Create a failure.
	 * @param message what is wrong, with key and value
	 * @param action what to do about it
	 */
	public ClientStartException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * What to do about it.
	 */
	public String action() {
		return this.action;
	}

}
