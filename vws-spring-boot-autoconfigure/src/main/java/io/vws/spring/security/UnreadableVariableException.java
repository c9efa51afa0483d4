package io.vws.spring.security;

import org.springframework.expression.EvaluationException;

/**
 * A rule asked for something that the request leaves open or that cannot be read. Whoever
 * lets it pass denies the request.
 */
final class UnreadableVariableException extends EvaluationException {

	private static final long serialVersionUID = 1L;

	UnreadableVariableException(String message) {
		super(message);
	}

	UnreadableVariableException(String message, Throwable cause) {
		super(message, cause);
	}

}
