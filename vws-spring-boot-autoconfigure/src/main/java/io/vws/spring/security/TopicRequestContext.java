package io.vws.spring.security;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;

/**
 * What an expression sees of one request. SpEL takes a variable that is not there for
 * {@code null}, which would grant {@code #user != 'x'}; here reading it throws. Nothing
 * can be assigned.
 */
final class TopicRequestContext implements EvaluationContext {

	private static final String OWN_HEADERS = "vws-";

	private final EvaluationContext common;

	private final TypedValue root;

	private final TopicRequest request;

	private @Nullable Object payload;

	/**
	 * Create a context.
	 * @param common what all requests share
	 * @param root the root object
	 * @param request gives the variables
	 */
	TopicRequestContext(EvaluationContext common, Object root, TopicRequest request) {
		this.common = common;
		this.root = new TypedValue(root);
		this.request = request;
	}

	@Override
	public @Nullable Object lookupVariable(String name) {
		return switch (name) {
			case "topic" -> this.request.topic();
			case "pattern" -> this.request.pattern().text();
			case "payload" -> payload();
			case "headers" -> headers(this.request.event().headers());
			default -> this.request.variable(name);
		};
	}

	private @Nullable Object payload() {
		if (this.payload == null) {
			this.payload = PlainPayload.read(this.request.event().payload().json());
		}
		return this.payload;
	}

	private static Map<String, String> headers(Map<String, String> headers) {
		Map<String, String> visible = new TreeMap<>(headers);
		visible.keySet().removeIf((name) -> name.startsWith(OWN_HEADERS));
		return visible;
	}

	@Override
	public void setVariable(String name, @Nullable Object value) {
		throw new UnreadableVariableException("A rule cannot assign");
	}

	@Override
	public boolean isAssignmentEnabled() {
		return false;
	}

	@Override
	public TypedValue getRootObject() {
		return this.root;
	}

	@Override
	public List<PropertyAccessor> getPropertyAccessors() {
		return this.common.getPropertyAccessors();
	}

	@Override
	public List<IndexAccessor> getIndexAccessors() {
		return this.common.getIndexAccessors();
	}

	@Override
	public List<ConstructorResolver> getConstructorResolvers() {
		return this.common.getConstructorResolvers();
	}

	@Override
	public List<MethodResolver> getMethodResolvers() {
		return this.common.getMethodResolvers();
	}

	@Override
	public @Nullable BeanResolver getBeanResolver() {
		return this.common.getBeanResolver();
	}

	@Override
	public TypeLocator getTypeLocator() {
		return this.common.getTypeLocator();
	}

	@Override
	public TypeConverter getTypeConverter() {
		return this.common.getTypeConverter();
	}

	@Override
	public TypeComparator getTypeComparator() {
		return this.common.getTypeComparator();
	}

	@Override
	public OperatorOverloader getOperatorOverloader() {
		return this.common.getOperatorOverloader();
	}

}
