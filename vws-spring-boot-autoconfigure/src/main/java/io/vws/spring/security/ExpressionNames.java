package io.vws.spring.security;

import java.util.Set;
import java.util.stream.Stream;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.security.access.expression.SecurityExpressionRoot;

/**
 * Finds the names in an expression that nothing answers to, which would deny for ever and
 * say nothing. What a value has that is not there yet, such as a member of a payload,
 * cannot be known.
 *
 * @param variables the variables that the rule has
 * @param beans the beans that there are
 * @param permissions whether somebody decides {@code hasPermission}
 */
record ExpressionNames(Set<String> variables, BeanFactory beans, boolean permissions) {

	/**
	 * Check an expression.
	 * @throws InvalidAccessException if it names what there is not, or does what a rule
	 * may not do
	 */
	void check(SpelNode node) {
		check(node, true);
	}

	/**
	 * Check a node and what is below it.
	 * @param ofRoot whether names that stand alone are those of Spring Security's root,
	 * and not of an element of a list
	 */
	private void check(SpelNode node, boolean ofRoot) {
		if (node instanceof VariableReference) {
			checkVariable(node);
		}
		else if (node instanceof FunctionReference || node instanceof Assign) {
			throw new InvalidAccessException(
					"A rule cannot " + ((node instanceof Assign) ? "assign" : "call a function") + " (at position "
							+ node.getStartPosition() + ")");
		}
		else if (node instanceof BeanReference bean && !this.beans.containsBean(bean.getName())) {
			throw unknown("bean", bean.getName(), node);
		}
		else if (ofRoot && node instanceof MethodReference method) {
			checkMethod(method);
		}
		else if (ofRoot && node instanceof PropertyOrFieldReference property && !isProperty(property.getName())) {
			throw unknown("property", property.getName(), node);
		}
		checkChildren(node, ofRoot && !(node instanceof Selection || node instanceof Projection));
	}

	private void checkChildren(SpelNode node, boolean ofRoot) {
		for (int i = 0; i < node.getChildCount(); i++) {
			SpelNode child = node.getChild(i);
			if (node instanceof CompoundExpression && i > 0 && isName(child)) {
				checkChildren(child, ofRoot); // of what stands before it
			}
			else if (!isKey(node, i)) {
				check(child, ofRoot);
			}
		}
	}

	private static boolean isName(SpelNode node) {
		return node instanceof MethodReference || node instanceof PropertyOrFieldReference;
	}

	/** A word that stands for itself, such as that of {@code #payload[amount]}. */
	private static boolean isKey(SpelNode parent, int index) {
		return (parent instanceof Indexer || (parent instanceof InlineMap && index % 2 == 0))
				&& parent.getChild(index) instanceof PropertyOrFieldReference;
	}

	private void checkVariable(SpelNode node) {
		String name = node.toStringAST().substring(1);
		if (!this.variables.contains(name) && !name.equals("this") && !name.equals("root")) {
			throw new InvalidAccessException("The variable '#" + name + "' at position " + node.getStartPosition()
					+ " is not one of #" + String.join(", #", this.variables));
		}
	}

	private void checkMethod(MethodReference method) {
		if (!isMethod(method.getName(), method.getChildCount())) {
			throw unknown("method", method.getName(), method);
		}
		if (method.getName().equals("hasPermission") && !this.permissions) {
			throw new InvalidAccessException("'hasPermission' needs a bean of type PermissionEvaluator (at position "
					+ method.getStartPosition() + ")");
		}
	}

	private static boolean isMethod(String name, int arguments) {
		return Stream.of(SecurityExpressionRoot.class.getMethods())
			.filter((method) -> method.getName().equals(name))
			.anyMatch((method) -> method.getParameterCount() == arguments
					|| (method.isVarArgs() && arguments >= method.getParameterCount() - 1));
	}

	private static boolean isProperty(String name) {
		return BeanUtils.getPropertyDescriptor(SecurityExpressionRoot.class, name) != null
				|| Stream.of(SecurityExpressionRoot.class.getFields())
					.anyMatch((field) -> field.getName().equals(name));
	}

	private static InvalidAccessException unknown(String kind, String name, SpelNode node) {
		return new InvalidAccessException("There is no " + kind + " '" + name + "'"
				+ (kind.equals("method") ? " with " + node.getChildCount() + " argument(s)" : "") + " (at position "
				+ node.getStartPosition() + ")");
	}

}
