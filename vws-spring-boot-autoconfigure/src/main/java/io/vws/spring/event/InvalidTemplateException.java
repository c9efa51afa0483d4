package io.vws.spring.event;

/**
 * A template is malformed, or names what does not exist. The message is the second half
 * of a sentence that begins with the template.
 */
final class InvalidTemplateException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	InvalidTemplateException(String reason) {
		super(reason);
	}

}
