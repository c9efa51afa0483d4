package io.vws.spring.event;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ClassUtils;

/**
 * The method of a listener, ready to be called.
 */
final class ListenerMethod {

	private static final String COROUTINES = "kotlinx.coroutines.reactor.MonoKt";

	private final InvocableHandlerMethod method;

	private final ListenerReply reply;

	private ListenerMethod(InvocableHandlerMethod method, ListenerReply reply) {
		this.method = method;
		this.reply = reply;
	}

	/**
	 * Make a method ready.
	 * @throws InvalidListenerException if it cannot be called
	 */
	static ListenerMethod of(Object bean, ListenerDefinition definition, ListenerArguments arguments,
			ConfigurableBeanFactory beans, UnaryOperator<String> placeholders) {
		EventArgumentResolver ofEvent = definition.isRemote() ? EventArgumentResolver.ofClient()
				: EventArgumentResolver.ofBus();
		List<HandlerMethodArgumentResolver> resolvers = arguments.resolvers(ofEvent, beans);
		HandlerMethodArgumentResolverComposite composite = new HandlerMethodArgumentResolverComposite();
		composite.addResolvers(resolvers);
		checkResult(definition, beans);
		InvocableHandlerMethod method = handlerMethod(bean, invocable(bean, definition));
		method.setMessageMethodArgumentResolvers(composite);
		ListenerParameters.check(definition, method.getMethodParameters(), ofEvent, resolvers);
		return new ListenerMethod(method, ListenerReply.of(definition, placeholders));
	}

	/** What is not waited for would be published as it is, and maybe never begin. */
	private static void checkResult(ListenerDefinition definition, ConfigurableBeanFactory beans) {
		if (KotlinDetector.isSuspendingFunction(definition.method())
				&& !ClassUtils.isPresent(COROUTINES, beans.getBeanClassLoader())) {
			throw definition.invalid("is a suspending function, but coroutines are missing",
					"Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor and org.jetbrains.kotlin:kotlin-reflect.");
		}
		Class<?> type = new MethodParameter(definition.method(), -1).getParameterType();
		if (ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null
				&& !CompletionStage.class.isAssignableFrom(type)) {
			throw definition.invalid("returns a " + type.getName() + ", which is not waited for",
					"Return the result itself or a CompletionStage, or publish several results to the EventBus.");
		}
	}

	private static InvocableHandlerMethod handlerMethod(Object bean, Method method) {
		return (KotlinDetector.isKotlinReflectPresent() && KotlinDetector.isKotlinType(method.getDeclaringClass()))
				? new KotlinHandlerMethod(bean, method) : new InvocableHandlerMethod(bean, method);
	}

	private static Method invocable(Object bean, ListenerDefinition definition) {
		try {
			return AopUtils.selectInvocableMethod(definition.method(), bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw new InvalidListenerException(definition.type(), definition.method(),
					"cannot be called on the proxy of the bean: " + ex.getMessage(),
					"Let the method be public, or that of an interface if the proxy has only those.", ex);
		}
	}

	/**
	 * Call the method and publish its result.
	 * @param source publishes
	 * @throws Throwable what the method threw, or kept it from being called or its result
	 * from being published
	 */
	void handle(EventMessage message, ListenerSource source) throws Throwable {
		Object result = await(this.method.invoke(message));
		if (result != null) {
			for (Topic topic : this.reply.topics(message)) {
				source.publish(topic, result);
			}
		}
	}

	/** The next event waits too, so that the order is kept and the queue is bounded. */
	private static @Nullable Object await(@Nullable Object result) throws Throwable {
		if (!(result instanceof CompletionStage<?> stage)) {
			return result;
		}
		try {
			return stage.toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

}
