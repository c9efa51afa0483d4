package io.vws.spring.security;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.server.PatternAuthorizer.Access;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What expressions grant to alice, who is logged in and has the role OPS.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessExpressionTests {

	private static final Peer alice = new Peer("c1", new TestingAuthenticationToken("alice", "", "ROLE_OPS", "read"),
			null);

	private static final Peer nobody = new Peer("c2", null, null);

	private final AtomicInteger calls = new AtomicInteger();

	private final AccessExpressionParser parser = new AccessExpressionParser(
			new StaticListableBeanFactory(Map.of("orders", new Orders(this.calls))),
			new DefaultAuthorizationManagerFactory<>(), new AliceReads());

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true, textBlock = """
			rule           | access                                       | requested       | alice | nobody
			a/#            | permitAll()                                  | a/#             | true  | true
			a/#            | denyAll                                      | a/b             | false | false
			a/#            | permitAll or denyAll                         | a/b             | true  | true
			a/#            | authenticated                                | a/b             | true  | false
			a/#            | @orders.owns(authentication.name.length() + '') | a/b          | false | false
			a/#            | isAuthenticated()                            | a/#             | true  | false
			a/#            | isAnonymous()                                | a/#             | false | true
			a/#            | hasRole('OPS')                               | a/#             | true  | false
			a/#            | hasRole('ADMIN')                             | a/#             | false | false
			a/#            | hasAuthority('read')                         | a/#             | true  | false
			a/#            | hasAnyAuthority('write', 'read')             | a/#             | true  | false
			a/#            | hasAnyRole()                                 | a/#             | false | false
			a/#            | hasPermission(#pattern, 'read')              | a/#             | true  | false
			a/#            | hasPermission(#pattern, 'write')             | a/#             | false | false
			a/#            | hasPermission(#pattern, 'topic', 'read')     | a/#             | true  | false
			a/#            | authentication.name == 'alice'               | a/#             | true  | false
			a/#            | principal == 'alice'                         | a/#             | true  | false
			a/#            | #topic == 'a/b'                              | a/b             | true  | true
			a/#            | #topic == 'a/b'                              | a/+             | false | false
			a/#            | #pattern == 'a/+x'                           | a/+x            | true  | true
			users/+user/#  | #user == authentication.name                 | users/alice/#   | true  | false
			users/+user/#  | #user == authentication.name                 | users/bob/#     | false | false
			users/+user/#  | #user == authentication.name                 | users/+/#       | false | false
			users/+user/#  | #user == authentication.name                 | users/#         | false | false
			users/+user/#  | hasRole('OPS') or #user == authentication.name | users/+/#     | true  | false
			users/+user/#  | #user == authentication.name or hasRole('OPS') | users/+/#     | false | false
			a/#rest        | #rest == 'b/c'                               | a/b/c           | true  | true
			a/#rest        | #rest == ''                                  | a               | true  | true
			a/#rest        | #rest == 'b'                                 | a/b/#           | false | false
			orders/+id     | @orders.owns(#id)                            | orders/7        | true  | true
			orders/+id     | @orders.owns(#id)                            | orders/8        | false | false
			orders/+id     | @orders.owns(#id)                            | orders/+        | false | false
			orders/+id     | @orders.fails()                              | orders/7        | false | false
			users/+user    | #user                                        | users/true      | false | false
			users/+user    | 'true'                                       | users/x         | false | false
			users/+user    | null                                         | users/x         | false | false
			users/+user    | 1                                            | users/x         | false | false
			""")
	void subscribe(String rule, String access, String requested, boolean forAlice, boolean forNobody) {
		Access parsed = this.parser.parseSubscribe(TopicPattern.parse(rule), access);
		TopicPattern pattern = TopicPattern.parse(requested);
		assertThat(parsed.grantsSubscribe(alice, pattern)).isEqualTo(forAlice);
		assertThat(parsed.grantsSubscribe(nobody, pattern)).isEqualTo(forNobody);
	}

	@ParameterizedTest
	@ValueSource(strings = { "#user != 'x'", "#user == null", "#user ?: 'd'", "(#user ?: 'd') == 'd'",
			"!(#user == 'x')", "#user?.length() == null", "not (#user matches 'x')", "{#user}.size() == 1",
			"#user instanceof T(String) or true", "(#user == 'x' ? false : true)", "true and #user != 'x'",
			"#topic != 'secret'", "(#topic == null) or true" })
	void variableThatTheRequestLeavesOpenDenies(String access) {
		Access parsed = this.parser.parseSubscribe(TopicPattern.parse("+user"), access);
		assertThat(parsed.grantsSubscribe(alice, TopicPattern.parse("+"))).isFalse();
	}

	@Test
	void expressionThatIsTrueWithoutReadingAVariableStandsForAllValues() {
		Access parsed = this.parser.parseSubscribe(TopicPattern.parse("+user"), "true or #user == 'x'");
		assertThat(parsed.grantsSubscribe(alice, TopicPattern.parse("+"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(#this.read = 'x') == 'x'", "authentication.setAuthenticated(true) == null",
			"(authentication.details = 'x') == 'x'" })
	void nothingCanBeAssigned(String access) {
		boolean granted;
		try {
			granted = this.parser.parseSubscribe(TopicPattern.parse("a"), access)
				.grantsSubscribe(nobody, TopicPattern.parse("a"));
		}
		catch (InvalidAccessException ex) {
			granted = false;
		}
		assertThat(granted).isEqualTo(access.contains("setAuthenticated"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			access                                      | payload                              | granted
			#payload.amount < 100                       | {"amount":99.99}                     | true
			#payload.amount < 100                       | {"amount":100}                       | false
			#payload['amount'] < 100                    | {"amount":1}                         | true
			#payload[amount] < 100                      | {"amount":1}                         | true
			{a: 7}.get('a') == #payload.a               | {"a":7}                              | true
			#payload.amount < 100                       | {"amount":"1"}                       | false
			#payload.amount <= 1                        | {"amount":1.00000000000000000000001} | false
			#payload.amount < 100                       | {}                                   | false
			#payload.amount < 100                       | {"amount":null}                      | false
			#payload.amount < 100                       | 5                                    | false
			#payload.amount < 100                       | {"amount":1,"amount":1000}           | false
			#payload.amount == 1                        | {"amount":1,"x":{"a":1,"a":1}}       | false
			#payload.amount > 1                         | {"amount":1e2000000000}              | false
			#payload.amount + 1 > 1                     | {"amount":1e2000000}                 | false
			#payload.items.![price].contains(3)         | {"items":[{"price":3}]}              | true
			#payload.items.?[price > 5].isEmpty()       | {"items":[{"price":3}]}              | true
			#payload == 'x'                             | "x"                                  | true
			#payload == true                            | true                                 | true
			#payload.items.![price + extra]?.isEmpty()  | {"items":[]}                         | true
			#payload[0].a.b == 'c'                      | [{"a":{"b":"c"}}]                    | true
			#topic == 'orders/7'                        | 1                                    | true
			#id == '7' and #payload.id == #id           | {"id":"7"}                           | true
			#id == '7' and #payload.id == #id           | {"id":"8"}                           | false
			#headers.traceparent == 'x'                 | 1                                    | true
			#headers['vws-seq'] == null                 | 1                                    | true
			#headers.other == 'x'                       | 1                                    | false
			authentication.name == 'alice'              | 1                                    | true
			""")
	void publish(String access, String payload, boolean granted) {
		Access parsed = this.parser.parsePublish(TopicPattern.parse("orders/+id"), access);
		Event event = new Event(Topic.parse("orders/7"), Payload.ofJson(payload, JsonMapper.builder().build()),
				Map.of("traceparent", "x", "vws-seq", "1"), alice);
		assertThat(parsed.grantsPublish(alice, event)).isEqualTo(granted);
	}

	@Test
	void payloadIsReadOnlyForWhoAsks() {
		Access parsed = this.parser.parsePublish(TopicPattern.parse("a"), "hasRole('OPS') or #payload.x == 1");
		Event event = new Event(Topic.parse("a"), Payload.ofJson("not JSON", JsonMapper.builder().build()));
		assertThat(parsed.grantsPublish(alice, event)).isTrue();
		assertThat(parsed.grantsPublish(nobody, event)).isFalse();
	}

	@Test
	void nothingFromTheWireIsAnExpression() {
		Access parsed = this.parser.parsePublish(TopicPattern.parse("+id"), "#id == 'x' or #payload == 'x'");
		List<Boolean> granted = new ArrayList<>();
		for (String text : List.of("#{@orders.owns(1)}", "${user.home}", "@orders.owns('7')",
				"T(java.lang.Runtime).getRuntime()")) {
			Event event = new Event(Topic.parse(text.replace("#", "").replace("+", "")),
					Payload.of(text, JsonMapper.builder().build()));
			granted.add(parsed.grantsPublish(alice, event));
		}
		assertThat(granted).containsOnly(false);
		assertThat(this.calls).hasValue(0);
	}

	@Test
	void ruleThatFailsIsLoggedWithoutWhatThePeerSent(CapturedOutput output) {
		Access parsed = this.parser.parsePublish(TopicPattern.parse("+id"), "@orders.fails(#payload)");
		Event event = new Event(Topic.parse("a"), Payload.ofJson("\"canary\"", JsonMapper.builder().build()));
		assertThat(parsed.grantsPublish(alice, event)).isFalse();
		assertThat(output).contains("The rule for '+id' failed").doesNotContain("canary").doesNotContain("\tat ");
	}

	@Test
	void whatAPayloadLacksIsNoFailureOfTheRule(CapturedOutput output) {
		Access parsed = this.parser.parsePublish(TopicPattern.parse("a"), "#payload.x == 1");
		Event event = new Event(Topic.parse("a"), Payload.ofJson("{}", JsonMapper.builder().build()));
		assertThat(parsed.grantsPublish(alice, event)).isFalse();
		assertThat(output).isEmpty();
	}

	/**
	 * A bean that rules call.
	 *
	 * @param calls how often
	 */
	record Orders(AtomicInteger calls) {

		public boolean owns(String id) {
			this.calls.incrementAndGet();
			return id.equals("7");
		}

		public boolean fails() {
			throw new IllegalStateException("down");
		}

		public boolean fails(Object payload) {
			throw new IllegalStateException("down: " + payload);
		}

	}

	/** Lets alice read. */
	private static final class AliceReads implements PermissionEvaluator {

		@Override
		public boolean hasPermission(Authentication authentication, @Nullable Object target, Object permission) {
			return authentication.getName().equals("alice") && permission.equals("read");
		}

		@Override
		public boolean hasPermission(Authentication authentication, Serializable id, String type, Object permission) {
			return hasPermission(authentication, id, permission);
		}

	}

}
