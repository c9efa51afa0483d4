package io.vws.spring.event;

import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Leaves out the last parameter of a suspending function of Kotlin, which nobody wrote.
 */
final class ContinuationArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return isContinuation(parameter);
	}

	/** Whether a parameter is the last one of a suspending function. */
	static boolean isContinuation(MethodParameter parameter) {
		return parameter.getMethod() != null && KotlinDetector.isSuspendingFunction(parameter.getMethod())
				&& parameter.getParameterIndex() == parameter.getMethod().getParameterCount() - 1;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		return null;
	}

}
