package io.vws.spring.event;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A {@link VwsListener} cannot work. Stops the start of the application.
 */
final class InvalidListenerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Create the exception.
	 * @param type class of the bean
	 * @param method the method
	 * @param reason what is wrong, the second half of a sentence
	 * @param action what to do about it
	 */
	InvalidListenerException(Class<?> type, Method method, String reason, String action, @Nullable Throwable cause) {
		super("@VwsListener on method " + describe(method) + " of " + type.getName() + " " + reason, cause);
		this.action = action;
	}

	private static String describe(Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", method.getName() + "(", ")"));
	}

	/** What to do about it. */
	String action() {
		return this.action;
	}

}
