package io.vws.spring.actuate;

import java.util.List;
import java.util.stream.Collectors;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.server.PatternAuthorizer;
import io.vws.server.PatternAuthorizer.Rule;
import io.vws.server.VwsAuthorizer;
import io.vws.spring.security.AccessExpressionParser;
import io.vws.spring.security.TopicRules;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.security.access.expression.DenyAllPermissionEvaluator;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Explains the rules of {@code docs/security.md}, which are those of the sample: the two
 * tables there stand here.
 */
class RuleExplainerTests {

	private static final String OWN = "hasRole('OPERATOR') or #customer == authentication.name";

	private static final String NEW_ORDER = "#customer == authentication.name and #payload.quantity > 0";

	private static final AccessExpressionParser parser = new AccessExpressionParser(new StaticApplicationContext(),
			new DefaultAuthorizationManagerFactory<>(), new DenyAllPermissionEvaluator());

	private static final VwsAuthorizer rules = new PatternAuthorizer(
			List.of(subscribe("customers/+customer/#", OWN), subscribe("#", "hasRole('OPERATOR')")),
			List.of(publish("customers/+customer/orders/new", NEW_ORDER), new Rule(
					TopicPattern.parse("customers/+customer/orders/+id/status"), PatternAuthorizer.Access.DENY_ALL)));

	private static Rule subscribe(String topic, String access) {
		TopicPattern pattern = TopicPattern.parse(topic);
		return new Rule(pattern, parser.parseSubscribe(pattern, access));
	}

	private static Rule publish(String topic, String access) {
		TopicPattern pattern = TopicPattern.parse(topic);
		return new Rule(pattern, parser.parsePublish(pattern, access));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true,
			textBlock = """
					pattern                            | ada                                       | 1            | olga
					customers/ada/#                    | Granted by rule 1                         | grants       | Granted by rule 1
					customers/grace/orders/7/status    | Denied by rule 1                          | denies       | Granted by rule 1
					customers/+/orders/+id/placed      | Denied by rule 1                          | denies       | Granted by rule 1
					customers/#                        | Denied by rule 1                          | denies       | Granted by rule 2
					shop/secret                        | Denied by rule 2                          | skipped      | Granted by rule 2
					#                                  | Denied by rule 1                          | denies       | Granted by rule 2
					$sys/#                             | Denied: no rule has to do with it         | skipped      | Denied: no rule has to do with it
					""")
	void subscribing(String pattern, String ada, String firstToAda, String olga) {
		RulesDescriptor asAda = explain("subscribe", pattern, null, "ada");
		assertThat(asAda.reason()).isEqualTo(ada);
		assertThat(asAda.granted()).isEqualTo(ada.startsWith("Granted"));
		assertThat(asAda.rules().get(0).verdict()).isEqualTo(firstToAda);
		RulesDescriptor asOlga = explain("subscribe", pattern, null, "olga", "ROLE_OPERATOR");
		assertThat(asOlga.reason()).isEqualTo(olga);
		assertThat(asOlga.granted()).isEqualTo(olga.startsWith("Granted"));
	}

	@Test
	void bothRulesGrantAPartOfWhatAnOperatorAsksFor() {
		assertThat(verdicts(explain("subscribe", "customers/#", null, "olga", "ROLE_OPERATOR")))
			.isEqualTo("grants-part grants");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, quoteCharacter = '~', textBlock = """
			topic                             | payload                  | ada
			customers/ada/orders/new          | {"quantity":2}           | Granted by rule 1
			customers/ada/orders/new          | {"quantity":0}           | Denied by rule 1
			customers/ada/orders/new          |                          | Denied by rule 1
			customers/grace/orders/new        | {"quantity":2}           | Denied by rule 1
			customers/ada/orders/1001/status  | {"status":"delivered"}   | Denied by rule 2
			shop/news                         | 1                        | Denied: no rule has to do with it
			""")
	void publishing(String topic, @Nullable String payload, String ada) {
		RulesDescriptor asAda = explain("publish", topic, payload, "ada");
		assertThat(asAda.reason()).isEqualTo(ada);
		assertThat(asAda.granted()).isEqualTo(ada.startsWith("Granted"));
	}

	@Test
	void rulesAreShownAsTheyWereWritten() {
		assertThat(explain("publish", "customers/ada/orders/1/status", null, "ada").rules()).containsExactly(
				new RulesDescriptor.Rule(1, "customers/+customer/orders/new", NEW_ORDER, "skipped"),
				new RulesDescriptor.Rule(2, "customers/+customer/orders/+id/status", "denyAll", "denies"));
	}

	@Test
	void whereRulesGrantOnlyAPartThenSaysSo() {
		VwsAuthorizer part = TopicRules.builder().subscribe("a/+").permitAll().subscribe("b/#").permitAll().build();
		RulesDescriptor descriptor = new RuleExplainer(part, JsonMapper.shared()).explain("subscribe", "a/#", null,
				null, List.of());
		assertThat(descriptor.reason()).isEqualTo("Denied: no rule grants all of it");
		assertThat(verdicts(descriptor)).isEqualTo("grants-part skipped");
	}

	@Test
	void whoHasNotLoggedInIsNobody() {
		assertThat(explain("subscribe", "customers/ada/#", null, null).reason()).isEqualTo("Denied by rule 1");
	}

	@Test
	void anAuthorizerOfTheApplicationCannotBeLookedInto() {
		VwsAuthorizer own = VwsAuthorizer.dropAll();
		RulesDescriptor dropped = new RuleExplainer(own, JsonMapper.shared()).explain("publish", "a", null, "ada",
				List.of());
		assertThat(dropped).isEqualTo(new RulesDescriptor(false, "Dropped by " + own.getClass().getName(), List.of()));
		VwsAuthorizer all = VwsAuthorizer.allowAll();
		assertThat(new RuleExplainer(all, JsonMapper.shared()).explain("subscribe", "a/#", null, null, List.of()))
			.isEqualTo(new RulesDescriptor(true, "Granted by " + all.getClass().getName(), List.of()));
	}

	/** As a client's request would be. */
	@Test
	void whenTheAuthorizerThrowsThenIsDenied() {
		VwsAuthorizer failing = new PatternAuthorizer(List.of(new Rule(TopicPattern.parse("#"), new FailingAccess())),
				List.of());
		RulesDescriptor descriptor = new RuleExplainer(failing, JsonMapper.shared()).explain("subscribe", "a", null,
				null, List.of());
		assertThat(descriptor.granted()).isFalse();
		assertThat(descriptor.reason()).isEqualTo("Denied: a rule failed with java.lang.IllegalStateException");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			listen    | a     |      | The action must be 'subscribe' or 'publish'
			publish   | a/+   |      | '+' is not allowed in a topic (at index 2)
			subscribe | a/#/b |      | '#' must be the last level (at index 2)
			publish   | a     | {"   | The payload is not JSON
			""")
	void whenTheQuestionMakesNoSenseThenSaysWhy(String action, String topic, @Nullable String payload, String reason) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> explain(action, topic, payload, "ada"))
			.extracting(InvalidEndpointRequestException::getReason)
			.isEqualTo(reason);
	}

	private static RulesDescriptor explain(String action, String topic, @Nullable String payload, @Nullable String name,
			String... authorities) {
		return new RuleExplainer(rules, JsonMapper.shared()).explain(action, topic, payload, name,
				List.of(authorities));
	}

	private static String verdicts(RulesDescriptor descriptor) {
		return descriptor.rules().stream().map(RulesDescriptor.Rule::verdict).collect(Collectors.joining(" "));
	}

	/** A rule in Java may have a mistake. */
	private static final class FailingAccess implements PatternAuthorizer.Access {

		@Override
		public boolean grantsSubscribe(Peer peer, TopicPattern requested) {
			throw new IllegalStateException("broken");
		}

		@Override
		public boolean grantsPublish(Peer peer, Event event) {
			throw new IllegalStateException("broken");
		}

	}

}
