package io.vws.architecture;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes down what others can use of a class: its name, super types and public or
 * protected members, one a line. Left out is what the language adds: methods of
 * {@code Object}, {@code values()} of enums, bridges.
 */
final class PublicApi {

	private static final Set<String> LEFT_OUT = Set.of("equals(Object)", "hashCode()", "toString()", "values()",
			"valueOf(String)");

	private PublicApi() {
	}

	/**
	 * Whether others can use the type by its name.
	 */
	static boolean isVisible(Class<?> type) {
		Class<?> outer = type.getDeclaringClass();
		return isVisible(type.getModifiers()) && !type.isSynthetic() && !type.isAnonymousClass() && !type.isLocalClass()
				&& (outer == null || isVisible(outer));
	}

	private static boolean isVisible(int modifiers) {
		return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
	}

	/**
	 * The lines of a type: itself, and its members in alphabetical order.
	 */
	static Stream<String> describe(Class<?> type) {
		Stream<String> members = Stream
			.of(Arrays.stream(type.getDeclaredFields()).filter(PublicApi::counts).map(PublicApi::field),
					Arrays.stream(type.getDeclaredConstructors())
						.filter(PublicApi::counts)
						.map((constructor) -> constructor(type, constructor)),
					Arrays.stream(type.getDeclaredMethods())
						.filter(PublicApi::counts)
						.filter((method) -> !LEFT_OUT.contains(signature(method)))
						.map(PublicApi::method))
			.flatMap((lines) -> lines);
		return Stream.concat(Stream.of(type.getName() + " " + kind(type)),
				members.sorted().map((member) -> type.getName() + " | " + member));
	}

	private static boolean counts(Member member) {
		return isVisible(member.getModifiers()) && !member.isSynthetic();
	}

	private static String kind(Class<?> type) {
		String modifiers = (type.isSealed() ? "sealed " : "")
				+ ((Modifier.isFinal(type.getModifiers()) && !type.isRecord() && !type.isEnum()) ? "final " : "")
				+ ((Modifier.isAbstract(type.getModifiers()) && !type.isInterface()) ? "abstract " : "");
		String kind = type.isAnnotation() ? "annotation"
				: type.isInterface() ? "interface" : type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
		Class<?> parent = type.getSuperclass();
		boolean plain = parent == null || parent == Object.class || type.isRecord() || type.isEnum();
		List<String> parents = Stream
			.concat(plain ? Stream.empty() : Stream.of(type.getGenericSuperclass()),
					Arrays.stream(type.getGenericInterfaces()))
			.map(PublicApi::name)
			.toList();
		return modifiers + kind + (parents.isEmpty() ? "" : " of " + String.join(", ", parents));
	}

	private static String field(Field field) {
		return modifiers(field) + field.getName() + ": " + name(field.getGenericType());
	}

	private static String constructor(Class<?> type, Constructor<?> constructor) {
		return modifiers(constructor) + "new " + type.getSimpleName() + parameters(constructor);
	}

	private static String method(Method method) {
		return modifiers(method) + signature(method) + ": " + name(method.getGenericReturnType());
	}

	private static String modifiers(Member member) {
		return (Modifier.isProtected(member.getModifiers()) ? "protected " : "")
				+ (Modifier.isStatic(member.getModifiers()) ? "static " : "")
				+ ((member instanceof Method method && method.isDefault()) ? "default " : "");
	}

	private static String signature(Method method) {
		return method.getName() + parameters(method);
	}

	private static String parameters(Executable executable) {
		return Arrays.stream(executable.getGenericParameterTypes())
			.map(PublicApi::name)
			.collect(Collectors.joining(", ", "(", ")"));
	}

	/** Without packages: {@code java.util.List<java.lang.String>} is a List<String>. */
	private static String name(Type type) {
		return type.getTypeName().replaceAll("\\b(?:[a-z_][A-Za-z0-9_]*\\.)+", "").replace('$', '.');
	}

}
