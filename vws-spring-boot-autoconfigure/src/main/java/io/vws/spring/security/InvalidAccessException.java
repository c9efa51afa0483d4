package io.vws.spring.security;

/**
 * The access of a rule cannot be used. The message says why and where.
 */
public final class InvalidAccessException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message why and where, for who configures the application
	 */
	public InvalidAccessException(String message) {
		super(message);
	}

}
