package io.vws.spring.event;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.vws.topic.Topic;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Where the results of a listener's method are published: to the topics of its
 * {@code @SendTo}, or that of its class.
 *
 * @param targets the topics, none if results are published nowhere
 */
record ListenerReply(List<TopicTemplate> targets) {

	/**
	 * Look for the annotation.
	 * @param placeholders resolves placeholders
	 * @throws InvalidListenerException if a topic is malformed, or the method returns
	 * nothing
	 */
	static ListenerReply of(ListenerDefinition definition, UnaryOperator<String> placeholders) {
		Method method = definition.method();
		boolean returnsNothing = new MethodParameter(method, -1).getParameterType() == void.class;
		SendTo own = AnnotatedElementUtils.findMergedAnnotation(method, SendTo.class);
		if (own != null && returnsNothing) {
			throw definition.invalid("has a @SendTo, but returns nothing", "Return what is to be published.");
		}
		SendTo annotation = (own != null) ? own
				: AnnotatedElementUtils.findMergedAnnotation(definition.type(), SendTo.class);
		List<TopicTemplate> targets = new ArrayList<>();
		if (annotation != null && !returnsNothing) {
			for (String target : annotation.value()) {
				targets.add(parse(definition, placeholders.apply(target)));
			}
			if (targets.isEmpty()) {
				throw definition.invalid("has a @SendTo without a topic", "Give it a topic, such as \"orders/{id}\".");
			}
		}
		return new ListenerReply(targets);
	}

	private static TopicTemplate parse(ListenerDefinition definition, String target) {
		try {
			return TopicTemplate.parse(target, Placeholders.variables(definition.variables()));
		}
		catch (InvalidTemplateException ex) {
			throw definition.invalid("has @SendTo(\"" + target + "\"), which " + ex.getMessage(),
					"Its placeholders are the variables of the pattern ('" + definition.describePatterns() + "').");
		}
	}

	/**
	 * Return the topics for the result of an event.
	 * @throws EventMappingException if the variables yield no topic
	 */
	List<Topic> topics(EventMessage message) {
		return this.targets.stream().map((target) -> target.expand(message.variables())).toList();
	}

}
