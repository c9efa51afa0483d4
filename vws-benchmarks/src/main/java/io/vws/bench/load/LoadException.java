package io.vws.bench.load;

/**
 * A run failed: its figures would mean nothing.
 */
public final class LoadException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LoadException(String message) {
		super(message);
	}

	LoadException(String message, Throwable cause) {
		super(message, cause);
	}

}
