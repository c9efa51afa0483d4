package io.vws.spring.event;

import java.lang.reflect.Type;

import io.vws.bus.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;

/**
 * Converts the JSON of an event to the type of a parameter.
 */
final class PayloadConverter implements SmartMessageConverter {

	private final JsonMapper mapper;

	PayloadConverter(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return fromMessage(message, targetClass, null);
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		if (!(message.getPayload() instanceof Payload payload)) {
			return null;
		}
		Type type = (conversionHint instanceof MethodParameter parameter) ? type(parameter) : targetClass;
		try {
			return payload.as(this.mapper.constructType(type));
		}
		catch (JacksonException ex) {
			throw new MessageConversionException(message, "The payload is no " + type.getTypeName(), ex);
		}
	}

	/** The type within an {@code Optional} or a {@code Message}. */
	private static Type type(MethodParameter parameter) {
		MethodParameter inner = parameter.nestedIfOptional();
		if (Message.class.isAssignableFrom(inner.getNestedParameterType())) {
			inner = inner.nested();
		}
		return GenericTypeResolver.resolveType(inner.getNestedGenericParameterType(), inner.getContainingClass());
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return null;
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers,
			@Nullable Object conversionHint) {
		return null;
	}

}
