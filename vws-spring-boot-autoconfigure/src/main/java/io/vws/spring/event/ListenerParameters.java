package io.vws.spring.event;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.util.StringUtils;

/**
 * Checks at the start that something can be found for each parameter of a listener's
 * method, so that no event has to come to tell.
 */
final class ListenerParameters {

	private final ListenerDefinition definition;

	private final EventArgumentResolver ofEvent;

	private final List<HandlerMethodArgumentResolver> resolvers;

	private final Set<String> variables;

	private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private @Nullable MethodParameter payload;

	private ListenerParameters(ListenerDefinition definition, EventArgumentResolver ofEvent,
			List<HandlerMethodArgumentResolver> resolvers) {
		this.definition = definition;
		this.ofEvent = ofEvent;
		this.resolvers = resolvers;
		this.variables = definition.variables();
	}

	/**
	 * Check the parameters.
	 * @throws InvalidListenerException if nothing can be found for one of them
	 */
	static void check(ListenerDefinition definition, MethodParameter[] parameters, EventArgumentResolver ofEvent,
			List<HandlerMethodArgumentResolver> resolvers) {
		ListenerParameters check = new ListenerParameters(definition, ofEvent, resolvers);
		for (MethodParameter parameter : parameters) {
			parameter.initParameterNameDiscovery(check.names);
			check.check(parameter);
		}
	}

	private void check(MethodParameter parameter) {
		HandlerMethodArgumentResolver resolver = this.resolvers.stream()
			.filter((candidate) -> candidate.supportsParameter(parameter))
			.findFirst()
			.orElseThrow();
		DestinationVariable variable = parameter.getParameterAnnotation(DestinationVariable.class);
		Header header = parameter.getParameterAnnotation(Header.class);
		if (variable != null) {
			checkVariable(parameter, name(parameter, variable.value()));
		}
		else if (header != null) {
			name(parameter, header.name());
		}
		else if (this.ofEvent.isElsewhere(parameter)) {
			boolean remote = this.definition.isRemote();
			throw invalid(parameter,
					remote ? "is nothing that the event of a client has" : "is what only the event of a client has",
					remote ? "Take an io.vws.client.ReceivedEvent." : "Take an io.vws.bus.Event.");
		}
		else if (Message.class.isAssignableFrom(parameter.getParameterType())
				&& parameter.getParameterType() != Message.class) {
			throw invalid(parameter, "is a special message", "Take an org.springframework.messaging.Message.");
		}
		else if (resolver instanceof PayloadArgumentResolver) {
			checkPayload(parameter);
		}
	}

	private void checkVariable(MethodParameter parameter, String name) {
		boolean mayBeMissing = parameter.isOptional() && !parameter.getParameterType().isPrimitive();
		if (!this.variables.contains(name) && !mayBeMissing) {
			throw invalid(parameter,
					"is the variable '" + name + "', which is not in every pattern ('"
							+ this.definition.describePatterns() + "')",
					this.variables.isEmpty() ? "Name a wildcard, such as +" + name + "."
							: "The patterns have: " + String.join(", ", this.variables) + ".");
		}
	}

	private void checkPayload(MethodParameter parameter) {
		Payload annotation = parameter.getParameterAnnotation(Payload.class);
		if (annotation != null && StringUtils.hasText(annotation.expression())) {
			throw invalid(parameter, "has a @Payload with an expression, of which there is none here",
					"Take the whole payload.");
		}
		MethodParameter other = this.payload;
		if (other != null) {
			throw invalid(parameter,
					"cannot be resolved: parameter " + other.getParameterIndex() + " is the payload already",
					"Annotate it with @DestinationVariable or @Header, or take it out of the payload.");
		}
		this.payload = parameter;
	}

	private String name(MethodParameter parameter, String annotated) {
		String name = annotated.isEmpty() ? parameter.getParameterName() : annotated;
		if (name == null) {
			throw invalid(parameter, "has a name that is not known",
					"Compile with -parameters, or name it in the annotation.");
		}
		return name;
	}

	private InvalidListenerException invalid(MethodParameter parameter, String reason, String action) {
		String name = parameter.getParameterName();
		return this.definition.invalid(
				"cannot be called: parameter " + parameter.getParameterIndex() + " ("
						+ parameter.getParameterType().getName() + ((name != null) ? " " + name : "") + ") " + reason,
				action);
	}

}
