package io.vws.spring.security;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.access.expression.SecurityExpressionRoot;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;

/**
 * Grants if an expression is {@code true}, and nothing that only converts to it: a topic
 * level may read {@code true} as well.
 *
 * @param expression the expression
 * @param environment what it can use
 */
record AccessExpression(Expression expression, Environment environment) implements AuthorizationManager<TopicRequest> {

	@Override
	public AuthorizationResult authorize(Supplier<? extends Authentication> authentication, TopicRequest request) {
		Root root = new Root(authentication, request);
		root.setAuthorizationManagerFactory(this.environment.managers());
		PermissionEvaluator permissions = this.environment.permissions();
		if (permissions != null) {
			root.setPermissionEvaluator(permissions);
		}
		Object value = this.expression.getValue(new TopicRequestContext(this.environment.common(), root, request));
		return new AuthorizationDecision(Boolean.TRUE.equals(value));
	}

	@Override
	public String toString() {
		return this.expression.getExpressionString();
	}

	/**
	 * What expressions can use beside the request.
	 *
	 * @param common reads properties, calls methods and finds beans
	 * @param managers decides {@code hasRole} and its like
	 * @param permissions decides {@code hasPermission}, {@code null} if nobody calls it
	 */
	record Environment(EvaluationContext common, AuthorizationManagerFactory<TopicRequest> managers,
			@Nullable PermissionEvaluator permissions) {
	}

	/** The methods and properties that an expression calls without naming an object. */
	static final class Root extends SecurityExpressionRoot<TopicRequest> {

		Root(Supplier<? extends Authentication> authentication, TopicRequest request) {
			super(authentication, request);
		}

	}

}
