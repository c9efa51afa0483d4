package io.vws.spring.event;

import java.util.Optional;

import io.vws.bus.Payload;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Resolves the parameter that is the payload. JSON {@code null} is no payload: only for
 * parameters that need none.
 */
final class PayloadArgumentResolver extends PayloadMethodArgumentResolver {

	PayloadArgumentResolver(PayloadConverter converter, @Nullable Validator validator) {
		super(converter, validator);
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
		boolean mayBeNull = parameter.isOptional() && parameter.getParameterType() != Optional.class;
		return (mayBeNull && isEmptyPayload(message.getPayload())) ? null : super.resolveArgument(parameter, message);
	}

	@Override
	protected boolean isEmptyPayload(@Nullable Object payload) {
		return payload instanceof Payload json && json.json().equals("null");
	}

	/** An {@code Object} is what the JSON holds, not the payload that holds the JSON. */
	@Override
	protected Class<?> resolveTargetClass(MethodParameter parameter, Message<?> message) {
		Class<?> type = super.resolveTargetClass(parameter, message);
		return (type == Object.class) ? JsonValue.class : type;
	}

	/** No payload is assignable to it; the converter looks at the parameter itself. */
	private interface JsonValue {

	}

}
