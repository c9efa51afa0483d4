package io.vws.spring.event;

import java.util.Set;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.client.ReceivedEvent;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.MessageMappingReflectiveProcessor;

/**
 * Registers what a native image needs of a listener's method: that it is called, and that
 * the types of its payload and of its result are read and written as JSON.
 */
final class ListenerReflectiveProcessor extends MessageMappingReflectiveProcessor {

	private static final Set<Class<?>> OURS = Set.of(Event.class, ReceivedEvent.class, Payload.class, Peer.class);

	@Override
	protected boolean couldBePayload(MethodParameter parameter) {
		return super.couldBePayload(parameter) && !ContinuationArgumentResolver.isContinuation(parameter)
				&& !OURS.contains(parameter.nestedIfOptional().getNestedParameterType());
	}

}
