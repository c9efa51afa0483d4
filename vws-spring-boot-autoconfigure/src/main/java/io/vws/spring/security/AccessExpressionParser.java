package io.vws.spring.security;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.vws.server.PatternAuthorizer.Access;
import io.vws.topic.TopicPattern;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.MapAccessor;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.authorization.AuthorizationManagerFactory;

/**
 * Parses Spring Security expressions. What can be known to be wrong before anybody asks
 * is found here: a syntax error, a variable that the rule does not have, an assignment.
 * Thread-safe.
 */
public final class AccessExpressionParser implements AccessParser {

	/** What every rule has; a topic variable of that name would hide it. */
	private static final Set<String> BUILT_IN = Set.of("topic", "pattern", "payload", "headers", "root", "this");

	private static final Pattern UNFINISHED = Pattern
		.compile(".*([-=<>!&|+*/%^?:,.(\\[]|\\b(and|or|not|eq|ne|lt|gt|le|ge|matches|instanceof|between|div|mod))\\s*");

	private final SpelExpressionParser parser = new SpelExpressionParser();

	private final AccessExpression.Environment environment;

	/**
	 * Create a parser.
	 * @param beans what {@code @name} refers to
	 * @param managers decides {@code hasRole} and its like
	 * @param permissions decides {@code hasPermission}
	 */
	public AccessExpressionParser(BeanFactory beans, AuthorizationManagerFactory<TopicRequest> managers,
			PermissionEvaluator permissions) {
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
		check(expression.getAST(), names);
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

	private static void check(SpelNode node, Set<String> names) {
		if (node instanceof VariableReference) {
			String name = node.toStringAST().substring(1);
			if (!names.contains(name) && !name.equals("this") && !name.equals("root")) {
				throw new InvalidAccessException("The variable '#" + name + "' at position " + node.getStartPosition()
						+ " is not one of #" + String.join(", #", names));
			}
		}
		else if (node instanceof FunctionReference || node instanceof Assign) {
			throw new InvalidAccessException(
					"A rule cannot " + ((node instanceof Assign) ? "assign" : "call a function") + " (at position "
							+ node.getStartPosition() + ")");
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			check(node.getChild(i), names);
		}
	}

}
