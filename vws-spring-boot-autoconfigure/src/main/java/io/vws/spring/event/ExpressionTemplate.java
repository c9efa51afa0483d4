package io.vws.spring.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * A template with SpEL expressions <code>#{...}</code>, of which the event is the root.
 * Each expression becomes a placeholder, so that what holds for the value of a property
 * also holds for that of an expression. Only loaded for templates that have some.
 */
final class ExpressionTemplate implements Placeholders {

	private final Placeholders properties;

	private final StandardEvaluationContext context = new StandardEvaluationContext();

	/** By the name of the placeholder that stands for it. */
	private final Map<String, Expression> expressions = new HashMap<>();

	private final String text;

	private ExpressionTemplate(String text, Placeholders properties, @Nullable BeanFactory beans) {
		this.properties = properties;
		if (beans != null) {
			this.context.setBeanResolver(new BeanFactoryResolver(beans));
		}
		StringBuilder replaced = new StringBuilder();
		parts(text).forEach((part) -> replaced.append(replace(part)));
		this.text = replaced.toString();
	}

	/**
	 * Parse a template.
	 * @param text the template, such as <code>orders/#{order.id}/{status}</code>
	 * @param properties what its other placeholders mean
	 * @param beans what {@code @name} means in an expression, {@code null} for nothing
	 * @throws InvalidTemplateException if an expression is malformed
	 */
	static ExpressionTemplate parse(String text, Placeholders properties, @Nullable BeanFactory beans) {
		return new ExpressionTemplate(text, properties, beans);
	}

	private static List<Expression> parts(String text) {
		try {
			Expression expression = new SpelExpressionParser().parseExpression(text, new TemplateParserContext());
			return (expression instanceof CompositeStringExpression composite) ? List.of(composite.getExpressions())
					: List.of(expression);
		}
		catch (ParseException ex) {
			throw new InvalidTemplateException(
					"is not valid: " + ex.getSimpleMessage() + " (at index " + ex.getPosition() + ")");
		}
	}

	private String replace(Expression part) {
		if (part instanceof LiteralExpression) {
			return part.getExpressionString();
		}
		String name = "#" + this.expressions.size();
		this.expressions.put(name, part);
		return "{" + name + "}";
	}

	/** The template with a placeholder in place of each expression. */
	String text() {
		return this.text;
	}

	@Override
	public Placeholder find(String name) {
		Expression expression = this.expressions.get(name);
		if (expression == null) {
			return this.properties.find(name);
		}
		return new Placeholder("expression '" + expression.getExpressionString() + "'", false,
				(event) -> expression.getValue(this.context, event));
	}

}
