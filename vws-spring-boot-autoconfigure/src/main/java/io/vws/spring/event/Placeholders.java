package io.vws.spring.event;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Gives the placeholders of a template their meaning.
 */
@FunctionalInterface
interface Placeholders {

	/**
	 * Return what a name stands for.
	 * @throws InvalidTemplateException if it stands for nothing
	 */
	Placeholder find(String name);

	/**
	 * The properties of events of a type.
	 */
	static Placeholders propertiesOf(Class<?> type) {
		return (name) -> {
			Method accessor = findAccessor(type, name);
			if (accessor == null) {
				throw new InvalidTemplateException("names '" + name + "', but the type has no such property");
			}
			ReflectionUtils.makeAccessible(accessor);
			return new Placeholder("property '" + name + "'", false,
					(event) -> ReflectionUtils.invokeMethod(accessor, event));
		};
	}

	/**
	 * The variables of a topic, of which the values come as a map.
	 */
	static Placeholders variables(Collection<String> names) {
		return (name) -> {
			if (!names.contains(name)) {
				throw new InvalidTemplateException("names '" + name + "', but the pattern has no such variable");
			}
			return new Placeholder("variable '" + name + "'", true, (values) -> ((Map<?, ?>) values).get(name));
		};
	}

	/**
	 * Anything, where only the form of a template is looked at.
	 */
	static Placeholders any() {
		return (name) -> new Placeholder(name, false, (source) -> null);
	}

	private static @Nullable Method findAccessor(Class<?> type, String name) {
		String capitalized = StringUtils.capitalize(name);
		for (String candidate : List.of(name, "get" + capitalized, "is" + capitalized)) {
			Method method = ReflectionUtils.findMethod(type, candidate);
			if (method != null && method.getReturnType() != void.class) {
				return method;
			}
		}
		return null;
	}

}
