package io.vws.spring.event;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import kotlin.reflect.KFunction;
import kotlin.reflect.KParameter;
import kotlin.reflect.full.KCallables;
import kotlin.reflect.jvm.KCallablesJvm;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.CoroutinesUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ReflectionUtils;

/**
 * A method written in Kotlin: parameters for which there is nothing have their default
 * values, and a suspending function returns a future. Only loaded where there is Kotlin.
 */
final class KotlinHandlerMethod extends InvocableHandlerMethod {

	private final @Nullable KFunction<?> function;

	/** The parameters as they are passed, so without the bean. */
	private final List<KParameter> parameters;

	KotlinHandlerMethod(Object bean, Method method) {
		super(bean, method);
		KFunction<?> function = ReflectJvmMapping.getKotlinFunction(getBridgedMethod());
		this.function = function;
		this.parameters = (function != null) ? function.getParameters()
			.stream()
			.filter((parameter) -> parameter.getKind() != KParameter.Kind.INSTANCE)
			.toList() : List.of();
	}

	@Override
	protected @Nullable Object doInvoke(@Nullable Object... args) throws Exception {
		if (KotlinDetector.isSuspendingFunction(getBridgedMethod())) {
			return Mono.from(CoroutinesUtils.invokeSuspendingFunction(getBridgedMethod(), getBean(), args)).toFuture();
		}
		KFunction<?> function = this.function;
		return (function != null && isDefaultMeant(args)) ? callWithDefaults(function, args) : super.doInvoke(args);
	}

	private boolean isDefaultMeant(@Nullable Object[] args) {
		for (int i = 0; i < this.parameters.size(); i++) {
			if (args[i] == null && this.parameters.get(i).isOptional()) {
				return true;
			}
		}
		return false;
	}

	private @Nullable Object callWithDefaults(KFunction<?> function, @Nullable Object[] args) throws Exception {
		Map<KParameter, @Nullable Object> given = new HashMap<>();
		KParameter bean = KCallables.getInstanceParameter(function);
		if (bean != null) {
			given.put(bean, getBean());
		}
		for (int i = 0; i < this.parameters.size(); i++) {
			KParameter parameter = this.parameters.get(i);
			if (args[i] != null || !parameter.isOptional()) {
				given.put(parameter, args[i]);
			}
		}
		KCallablesJvm.setAccessible(function, true);
		try {
			return function.callBy(given);
		}
		catch (Exception ex) { // Kotlin does not declare it
			if (ex instanceof InvocationTargetException && ex.getCause() != null) {
				ReflectionUtils.rethrowException(ex.getCause());
			}
			throw ex;
		}
	}

}
