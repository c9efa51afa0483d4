package io.vws.spring.event;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.convert.ConversionService;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.MessageMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * What the parameters of {@link VwsListener} methods can be.
 */
public final class ListenerArguments {

	private final JsonMapper mapper;

	private final ConversionService conversions;

	private final @Nullable Validator validator;

	private final List<HandlerMethodArgumentResolver> custom;

	/**
	 * Create the arguments.
	 * @param mapper reads payloads
	 * @param conversions converts topic variables and headers
	 * @param validator validates payloads, {@code null} for no validation
	 * @param custom asked first, in this order
	 */
	public ListenerArguments(JsonMapper mapper, ConversionService conversions, @Nullable Validator validator,
			List<HandlerMethodArgumentResolver> custom) {
		this.mapper = mapper;
		this.conversions = conversions;
		this.validator = validator;
		this.custom = List.copyOf(custom);
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	/**
	 * Return the resolvers, that of the payload last: it takes every parameter.
	 * @param ofEvent resolves what only the events of a bus, or of a client, have
	 * @param beans resolves placeholders in default values
	 */
	List<HandlerMethodArgumentResolver> resolvers(EventArgumentResolver ofEvent, ConfigurableBeanFactory beans) {
		PayloadConverter converter = new PayloadConverter(this.mapper);
		List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>();
		resolvers.add(new ContinuationArgumentResolver());
		resolvers.addAll(this.custom);
		resolvers.add(ofEvent);
		resolvers.add(new DestinationVariableMethodArgumentResolver(this.conversions));
		resolvers.add(new HeaderMethodArgumentResolver(this.conversions, beans));
		resolvers.add(new HeadersMethodArgumentResolver());
		resolvers.add(new MessageMethodArgumentResolver(converter));
		resolvers.add(new PayloadArgumentResolver(converter, this.validator));
		return resolvers;
	}

}
