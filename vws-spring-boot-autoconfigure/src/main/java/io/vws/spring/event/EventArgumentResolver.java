package io.vws.spring.event;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.client.ReceivedEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves parameters by their type: the event, its payload as JSON, and who published
 * it. There is none of the latter if the application itself published it.
 */
final class EventArgumentResolver implements HandlerMethodArgumentResolver {

	private static final Map<Class<?>, Function<EventMessage, @Nullable Object>> OF_BUS = Map.of(Payload.class,
			EventMessage::getPayload, Event.class, EventMessage::event, Peer.class, EventArgumentResolver::sender,
			Principal.class, EventArgumentResolver::principal);

	private static final Map<Class<?>, Function<EventMessage, @Nullable Object>> OF_CLIENT = Map.of(Payload.class,
			EventMessage::getPayload, ReceivedEvent.class, EventMessage::received);

	private final Map<Class<?>, Function<EventMessage, @Nullable Object>> values;

	private EventArgumentResolver(Map<Class<?>, Function<EventMessage, @Nullable Object>> values) {
		this.values = values;
	}

	/** For listeners at the bus. */
	static EventArgumentResolver ofBus() {
		return new EventArgumentResolver(OF_BUS);
	}

	/** For listeners at a client. */
	static EventArgumentResolver ofClient() {
		return new EventArgumentResolver(OF_CLIENT);
	}

	/**
	 * Whether a parameter is of a type that only listeners elsewhere can have.
	 */
	boolean isElsewhere(MethodParameter parameter) {
		Class<?> type = type(parameter);
		return !this.values.containsKey(type) && (OF_BUS.containsKey(type) || OF_CLIENT.containsKey(type));
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return this.values.containsKey(type(parameter));
	}

	private static Class<?> type(MethodParameter parameter) {
		return parameter.nestedIfOptional().getNestedParameterType();
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		Function<EventMessage, @Nullable Object> reader = this.values.get(type(parameter));
		Object value = (reader != null && message instanceof EventMessage event) ? reader.apply(event) : null;
		return (parameter.getParameterType() == Optional.class) ? Optional.ofNullable(value) : value;
	}

	private static @Nullable Peer sender(EventMessage message) {
		Event event = message.event();
		return (event != null) ? event.sender() : null;
	}

	private static @Nullable Principal principal(EventMessage message) {
		Peer sender = sender(message);
		return (sender != null) ? sender.principal() : null;
	}

}
