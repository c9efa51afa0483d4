package io.vws.spring.security;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.vws.server.PatternAuthorizer.Access;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.annotation.RegisterReflection;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.MapAccessor;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.authorization.AuthorizationManagerFactory;

/**
 * Parses Spring Security expressions. What can be known to be wrong before anybody asks
 * is found here: a syntax error, a name that nothing answers to, an assignment.
 * Thread-safe.
 */
@RegisterReflection(classes = AccessExpression.Root.class, memberCategories = MemberCategory.INVOKE_PUBLIC_METHODS)
public final class AccessExpressionParser implements AccessParser {

	/** What every rule has; a topic variable of that name would hide it. */
	private static final Set<String> BUILT_IN = Set.of("topic", "pattern", "payload", "headers", "root", "this");

	private static final Pattern UNFINISHED = Pattern.compile(
			".*([-=<>!&|+*/%^?:,.({\\[]|\\b(and|or|not|eq|ne|lt|gt|le|ge|matches|instanceof|between|div|mod))\\s*");

	private final SpelExpressionParser parser = new SpelExpressionParser();

	private final BeanFactory beans;

	private final AccessExpression.Environment environment;

	/**
	 * Create a parser.
	 * @param beans what {@code @name} refers to
	 * @param managers decides {@code hasRole} and its like
	 * @param permissions decides {@code hasPermission}; {@code null} if nobody does, and
	 * expressions that call it are not valid
	 */
	public AccessExpressionParser(BeanFactory beans, AuthorizationManagerFactory<TopicRequest> managers,
			@Nullable PermissionEvaluator permissions) {
		this.beans = beans;
		StandardEvaluationContext common = new StandardEvaluationContext();
		common.setBeanResolver(new BeanFactoryResolver(beans));
		common.addPropertyAccessor(new MapAccessor(false));
		this.environment = new AccessExpression.Environment(common, managers, permissions);
	}

	@Override
	public Access parseSubscribe(TopicPattern rule, String text) {
		return parse(rule, text, List.of("topic", "pattern"));
	}

	@Override
	public Access parsePublish(TopicPattern rule, String text) {
		return parse(rule, text, List.of("topic", "payload", "headers"));
	}

	private Access parse(TopicPattern rule, String text, List<String> builtIn) {
		Set<String> names = new LinkedHashSet<>(builtIn);
		for (String name : rule.variableNames()) {
			if (BUILT_IN.contains(name)) {
				throw new InvalidAccessException("The topic variable '" + name + "' is named like a built-in variable");
			}
			names.add(name);
		}
		SpelExpression expression = parse(text);
		new ExpressionNames(names, this.beans, this.environment.permissions() != null).check(expression.getAST());
		return new ManagedAccess(rule, new AccessExpression(expression, this.environment));
	}

	private SpelExpression parse(String text) {
		try {
			return this.parser.parseRaw(text);
		}
		catch (ParseException ex) {
			String hint = UNFINISHED.matcher(text).matches()
					? ". It ends too early: quote it, since YAML reads what follows ' #' as a comment" : "";
			throw new InvalidAccessException(
					"Not an expression at position " + ex.getPosition() + ": " + ex.getSimpleMessage() + hint);
		}
	}

}
