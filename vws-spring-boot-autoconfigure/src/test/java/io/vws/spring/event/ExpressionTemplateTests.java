package io.vws.spring.event;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExpressionTemplateTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			template                                | topic
			orders/#{id}                            | orders/7
			#{id + 1}/{id}                          | 8/7
			orders/#{status.toLowerCase()}/{status} | orders/paid/PAID
			x/#{id > 5 ? 'large' : 'small'}         | x/large
			x/#{ {'a', 'b'}[1] }                    | x/b
			x/#{'}'}                                | x/}
			$SYS/#{id}                              | $SYS/7
			""")
	void expands(String template, String topic) {
		assertThat(expand(template, new Order(7, "PAID"))).isEqualTo(topic);
	}

	/** What an expression yields can get no further than that of a property. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true,
			textBlock = """
					template             | reason
					x/#{status + '/y'}   | expression 'status + '/y'' has a '/', '+' or '#'
					x/#{'+'}             | expression ''+'' has a '/', '+' or '#'
					x/#{null}            | expression 'null' has no value
					x/#{''}              | expression '''' has no value
					#{'$SYS'}/x          | a value may not begin the topic with '$'
					x/#{nothing}         | expression 'nothing' failed with org.springframework.expression.spel.SpelEvaluationException
					x/#{@bean}           | expression '@bean' failed with org.springframework.expression.spel.SpelEvaluationException
					""")
	void refuses(String template, String reason) {
		assertThatExceptionOfType(EventMappingException.class).isThrownBy(() -> expand(template, new Order(7, "PAID")))
			.withMessage(reason);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			template    | reason
			x/#{id      | is not valid: No ending suffix '}' for expression starting at character 2: #{id (at index 2)
			x/a#{id}    | is not valid: a placeholder must be a whole level, such as {id}
			x/#{id}{id} | is not valid: a placeholder must be a whole level, such as {id}
			x/#{id}/{x} | names 'x', but the type has no such property
			x/#{}       | is not valid: No expression defined within delimiter '#{}' at character 2 (at index 2)
			""")
	void parseWhenMalformedThenNamesTemplateAndReason(String template, String reason) {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> expand(template, new Order(7, "PAID")))
			.withMessage("\"" + template + "\" " + reason);
	}

	/**
	 * An application whose templates are plain never loads SpEL for them.
	 */
	@Test
	void costsNothingWhereThereIsNoExpression() throws Exception {
		Class<?> probe = new WithoutExpressions().loadClass(Probe.class.getName());
		assertThat(probe.getMethod("expand", String.class).invoke(null, "orders/{name}")).isEqualTo("orders/x");
		assertThatExceptionOfType(InvocationTargetException.class)
			.isThrownBy(() -> probe.getMethod("expand", String.class).invoke(null, "orders/#{name}"))
			.withCauseInstanceOf(NoClassDefFoundError.class);
	}

	private static String expand(String template, Object event) {
		return EventPart.topic(template).ready(Placeholders.propertiesOf(event.getClass()), null).apply(event).text();
	}

	record Order(int id, String status) {
	}

	/** Loaded once more, where there is no SpEL. */
	public static final class Probe {

		private Probe() {
		}

		/** Expand a template. */
		public static String expand(String template) {
			return ExpressionTemplateTests.expand(template, new Probe());
		}

		/** A property. */
		public String name() {
			return "x";
		}

	}

	/** Loads the classes of this package anew, and finds none of SpEL. */
	private static final class WithoutExpressions extends ClassLoader {

		WithoutExpressions() {
			super(ExpressionTemplateTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("org.springframework.expression.")) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith("io.vws.spring.event.") || findLoadedClass(name) != null) {
				return super.loadClass(name, resolve);
			}
			try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = (in != null) ? in.readAllBytes() : new byte[0];
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
