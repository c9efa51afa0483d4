package io.vws.spring.event;

import java.util.Map;

import io.vws.spring.event.sample.HiddenEvents;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TopicTemplateTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			template                | topic
			orders                  | orders
			orders/all              | orders/all
			/                       | /
			orders//x               | orders//x
			$SYS/orders             | $SYS/orders
			{id}                    | 7
			orders/{id}             | orders/7
			orders/{id}/{status}    | orders/7/PAID
			{status}/{id}/{id}      | PAID/7/7
			orders/{id}/            | orders/7/
			$SYS/{id}               | $SYS/7
			""")
	void expands(String template, String topic) {
		assertThat(expand(template, new Order("7", Status.PAID))).isEqualTo(topic);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			property   | value
			component  | Bean
			name       | of the bean
			express    | true
			fluent     | 1.5
			inherited  | from above
			""")
	void readsProperties(String property, String value) {
		assertThat(expand("x/{" + property + "}", new Bean())).isEqualTo("x/" + value);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			template         | reason
			orders/{id       | is not valid: a placeholder must be a whole level, such as {id}
			orders/id}       | is not valid: a placeholder must be a whole level, such as {id}
			orders/{}        | is not valid: a placeholder must be a whole level, such as {id}
			orders/{ }       | is not valid: a placeholder must be a whole level, such as {id}
			orders/x{id}     | is not valid: a placeholder must be a whole level, such as {id}
			orders/{id}x     | is not valid: a placeholder must be a whole level, such as {id}
			orders/{id}{id}  | is not valid: a placeholder must be a whole level, such as {id}
			orders/{{id}}    | is not valid: a placeholder must be a whole level, such as {id}
			orders/{id/x}    | is not valid: a placeholder must be a whole level, such as {id}
			orders/{price}   | names 'price', but the type has no such property
			orders/{Id}      | names 'Id', but the type has no such property
			orders/{nothing} | names 'nothing', but the type has no such property
			orders/+         | is not valid: '+' is not allowed in a topic (at index 7)
			orders/#         | is not valid: '#' is not allowed in a topic (at index 7)
			''               | is not valid: must not be empty (at index 0)
			""")
	void parseWhenMalformedThenNamesTheReason(String template, String reason) {
		Placeholders properties = Placeholders.propertiesOf(Order.class);
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> TopicTemplate.parse(template, properties))
			.withMessage(reason);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "null", useHeadersInDisplayName = true, textBlock = """
			template    | value     | reason
			orders/{id} | null      | property 'id' has no value
			orders/{id} | ''        | property 'id' has no value
			orders/{id} | a/b       | property 'id' has a '/', '+' or '#'
			orders/{id} | /         | property 'id' has a '/', '+' or '#'
			orders/{id} | +         | property 'id' has a '/', '+' or '#'
			orders/{id} | a+        | property 'id' has a '/', '+' or '#'
			orders/{id} | #         | property 'id' has a '/', '+' or '#'
			{id}/x      | $SYS      | a value may not begin the topic with '$'
			{id}        | $         | a value may not begin the topic with '$'
			""")
	void refusesValues(String template, @Nullable String value, String reason) {
		assertThatExceptionOfType(EventMappingException.class)
			.isThrownBy(() -> expand(template, new Order(value, Status.PAID)))
			.withMessage(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "$", "$SYS", " ", "ä", "\uD83D\uDE00", "{id}", "a b", "\u2028" })
	void acceptsAnyOtherValueBelowTheFirstLevel(String value) {
		assertThat(expand("orders/{id}", new Order(value, Status.PAID))).isEqualTo("orders/" + value);
	}

	@Test
	void refusesWhatIsNoTopicAsAWhole() {
		String longest = "x".repeat(1024 - "orders/".length());
		assertThat(expand("orders/{id}", new Order(longest, Status.PAID))).hasSize(1024);
		assertThatRefused(longest + "x").withMessageStartingWith("the topic is not valid: ");
		assertThatRefused("a\u0000").withMessageStartingWith("the topic is not valid: ");
		assertThatRefused("\uD800").withMessageStartingWith("the topic is not valid: ");
	}

	/**
	 * Symptom: what the getter threw reached the publisher of the application event.
	 */
	@Test
	void refusesWhenThePropertyFails() {
		assertThatExceptionOfType(EventMappingException.class).isThrownBy(() -> expand("x/{broken}", new Bean()))
			.withMessage("property 'broken' failed with java.lang.UnsupportedOperationException");
	}

	/** What the reason quotes goes to the log: never what a user typed. */
	@Test
	void reasonDoesNotQuoteTheValue() {
		assertThatRefused("secret/token\nline").withMessage("property 'id' has a '/', '+' or '#'");
	}

	/** What comes from a topic is a level of it already, or several of them. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			template         | topic
			orders/{id}/ack  | orders//ack
			copies/{rest}    | copies/a/b
			""")
	void variablesOfATopicAreTakenAsTheyAre(String template, String topic) {
		Map<String, String> variables = Map.of("id", "", "rest", "a/b");
		Placeholders placeholders = Placeholders.variables(variables.keySet());
		assertThat(TopicTemplate.parse(template, placeholders).expand(variables).text()).isEqualTo(topic);
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> TopicTemplate.parse("x/{other}", placeholders))
			.withMessage("names 'other', but the pattern has no such variable");
	}

	@Test
	void readsRecordsOfOtherPackagesThatAreNotPublic() {
		Object hidden = HiddenEvents.hidden("7");
		assertThat(expand("x/{id}", hidden)).isEqualTo("x/7");
	}

	private static ThrowableAssertAlternative<EventMappingException> assertThatRefused(String value) {
		return assertThatExceptionOfType(EventMappingException.class)
			.isThrownBy(() -> expand("orders/{id}", new Order(value, Status.PAID)));
	}

	private static String expand(String template, Object event) {
		return TopicTemplate.parse(template, Placeholders.propertiesOf(event.getClass())).expand(event).text();
	}

	private enum Status {

		PAID

	}

	private record Order(@Nullable String id, Status status) {

		void nothing() {
		}

	}

	static class Parent {

		public String getInherited() {
			return "from above";
		}

	}

	static class Bean extends Parent {

		public String getComponent() {
			return "Bean";
		}

		String getName() {
			return "of the bean";
		}

		public boolean isExpress() {
			return true;
		}

		public double fluent() {
			return 1.5;
		}

		public String getBroken() {
			throw new UnsupportedOperationException("what a user typed");
		}

	}

}
