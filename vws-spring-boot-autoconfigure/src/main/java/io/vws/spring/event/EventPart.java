package io.vws.spring.event;

import java.util.function.BiFunction;
import java.util.function.Function;

import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.Assert;

/**
 * A part of the mapping of application events, made ready once for each of their types.
 *
 * @param <T> what it makes of an event
 */
@FunctionalInterface
interface EventPart<T extends @Nullable Object> {

	/**
	 * Make it ready for events of a type.
	 * @param placeholders the properties of the type
	 * @param beans the beans that it may name, {@code null} for none
	 * @throws InvalidTemplateException if it is malformed or does not fit the type
	 */
	Function<Object, T> ready(Placeholders placeholders, @Nullable BeanFactory beans);

	/** A topic by its template. */
	static EventPart<Topic> topic(String template) {
		return (placeholders, beans) -> parsed(template, placeholders, beans, TopicTemplate::parse)::expand;
	}

	/** A topic by a function that returns its text. */
	static EventPart<Topic> topic(Function<Object, String> function) {
		return (placeholders, beans) -> (event) -> {
			try {
				return Topic.parse(function.apply(event));
			}
			catch (InvalidTopicException ex) {
				throw EventMappingException.topicRefused("the topic is not valid: " + ex.getMessage());
			}
		};
	}

	/** A header's value by its template. */
	static EventPart<@Nullable String> text(String template) {
		return (placeholders, beans) -> parsed(template, placeholders, beans, TextTemplate::parse)::expand;
	}

	/** What a function returns. */
	static <T extends @Nullable Object> EventPart<T> of(Function<Object, T> function) {
		return (placeholders, beans) -> function;
	}

	/**
	 * What a bean of type {@link Function} returns.
	 * @param name the bean
	 * @param description whose mapping names it, for people
	 */
	static EventPart<@Nullable Object> bean(String name, String description) {
		return (placeholders, beans) -> {
			Assert.state(beans != null, "There are no beans");
			try {
				@SuppressWarnings("unchecked")
				Function<Object, @Nullable Object> function = beans.getBean(name, Function.class);
				return function;
			}
			catch (BeansException ex) {
				throw new IllegalStateException(
						description + ": the mapper '" + name + "' cannot be used: " + ex.getMessage(), ex);
			}
		};
	}

	/** SpEL is loaded only where a template has an expression. */
	private static <P> P parsed(String template, Placeholders placeholders, @Nullable BeanFactory beans,
			BiFunction<String, Placeholders, P> parser) {
		try {
			if (!template.contains("#{")) {
				return parser.apply(template, placeholders);
			}
			ExpressionTemplate expressions = ExpressionTemplate.parse(template, placeholders, beans);
			return parser.apply(expressions.text(), expressions);
		}
		catch (InvalidTemplateException ex) {
			throw new InvalidTemplateException("\"" + template + "\" " + ex.getMessage());
		}
	}

}
