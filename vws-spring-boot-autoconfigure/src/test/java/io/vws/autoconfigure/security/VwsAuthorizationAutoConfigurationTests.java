package io.vws.autoconfigure.security;

import java.util.Map;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.PatternAuthorizer;
import io.vws.server.PatternAuthorizer.Access;
import io.vws.server.VwsAuthorizer;
import io.vws.spring.security.AccessParser;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.core.GrantedAuthorityDefaults;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class VwsAuthorizationAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(JacksonAutoConfiguration.class,
			VwsBusAutoConfiguration.class, VwsAuthorizationAutoConfiguration.class);

	private static final String NO_SUBSCRIBE = "No client may subscribe to anything: set "
			+ "vws.server.authorization.subscribe to say who may";

	private static final String NO_PUBLISH = "No client may publish anything: set "
			+ "vws.server.authorization.publish to say who may";

	private static final Peer peer = new Peer("c1", null, null);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void withoutRulesNobodyMayAnythingAndTheLogNamesTheKeys(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			VwsAuthorizer authorizer = context.getBean(VwsAuthorizer.class);
			assertThat(authorizer).isInstanceOf(PatternAuthorizer.class);
			assertThat(subscribe(authorizer, "a")).isInstanceOf(Decision.Refuse.class);
			assertThat(publish(authorizer, "a")).isInstanceOf(Decision.Refuse.class);
			assertThat(output.getAll().lines()).anyMatch((line) -> line.contains("WARN") && line.contains(NO_SUBSCRIBE))
				.anyMatch((line) -> line.contains("INFO") && line.contains(NO_PUBLISH));
		});
	}

	@Test
	void rulesDecideFirstComeFirst(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("vws.server.authorization.subscribe[0].topic=a/secret",
					"vws.server.authorization.subscribe[0].access=denyAll",
					"vws.server.authorization.subscribe[1].topic=a/#",
					"vws.server.authorization.subscribe[1].access=permitAll",
					"vws.server.authorization.publish[0].topic=a/new",
					"vws.server.authorization.publish[0].access= permitAll ")
			.run((context) -> {
				VwsAuthorizer authorizer = context.getBean(VwsAuthorizer.class);
				assertThat(subscribe(authorizer, "a/b")).isInstanceOf(Decision.Allow.class);
				assertThat(subscribe(authorizer, "a/secret")).isInstanceOf(Decision.Refuse.class);
				assertThat(subscribe(authorizer, "a/#")).isInstanceOf(Decision.Refuse.class);
				assertThat(subscribe(authorizer, "b")).isInstanceOf(Decision.Refuse.class);
				assertThat(publish(authorizer, "a/new")).isInstanceOf(Decision.Allow.class);
				assertThat(publish(authorizer, "a/b")).isInstanceOf(Decision.Refuse.class);
				assertThat(output).doesNotContain(NO_SUBSCRIBE).doesNotContain(NO_PUBLISH);
			});
	}

	@Test
	void authorizerOfTheUserWins(CapturedOutput output) {
		this.contextRunner.withBean("mine", VwsAuthorizer.class, VwsAuthorizer::allowAll).run((context) -> {
			assertThat(context).hasSingleBean(VwsAuthorizer.class).hasBean("mine");
			assertThat(output).doesNotContain(NO_SUBSCRIBE);
		});
	}

	/** Its language is its own. */
	@Test
	void accessParserOfTheUserWins() {
		this.contextRunner.withBean("mine", AccessParser.class, WorkingDays::new)
			.withPropertyValues("vws.server.authorization.subscribe[0].topic=a",
					"vws.server.authorization.subscribe[0].access=on working days",
					"vws.server.authorization.publish[0].topic=a",
					"vws.server.authorization.publish[0].access=on sundays")
			.run((context) -> {
				assertThat(context).hasSingleBean(AccessParser.class).hasBean("mine");
				VwsAuthorizer authorizer = context.getBean(VwsAuthorizer.class);
				assertThat(subscribe(authorizer, "a")).isInstanceOf(Decision.Allow.class);
				assertThat(publish(authorizer, "a")).isInstanceOf(Decision.Refuse.class);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true,
			textBlock = """
					list      | topic | access                | key    | value                 | reason
					subscribe | ""    | permitAll             | topic  | ""                    | Must not be empty. Quote it: YAML reads what follows ' #' as a comment.
					publish   | " "   | permitAll             | topic  | " "                   | Must not be empty. Quote it: YAML reads what follows ' #' as a comment.
					subscribe | a     | ""                    | access | ""                    | Must not be empty. Quote it: YAML reads what follows ' #' as a comment.
					subscribe | a/+u  | #user == 'x'          | access | #user == 'x'          | The variable '#user' at position 0 is not one of #topic, #pattern, #u.
					subscribe | a     | true or #payload.a    | access | true or #payload.a    | The variable '#payload' at position 8 is not one of #topic, #pattern.
					publish   | a     | #pattern == 'a'       | access | #pattern == 'a'       | The variable '#pattern' at position 0 is not one of #topic, #payload, #headers.
					subscribe | a/+u  | {#u, #usr} == null    | access | {#u, #usr} == null    | The variable '#usr' at position 5 is not one of #topic, #pattern, #u.
					publish   | a     | #payload.?[#x]        | access | #payload.?[#x]        | The variable '#x' at position 11 is not one of #topic, #payload, #headers.
					publish   | a/+u  | (#u='x') == 'x'       | access | (#u='x') == 'x'       | A rule cannot assign (at position 3).
					publish   | a/+u  | #u('x')               | access | #u('x')               | A rule cannot call a function (at position 0).
					subscribe | +root | permitAll()           | access | permitAll()           | The topic variable 'root' is named like a built-in variable.
					subscribe | #payload | permitAll()        | access | permitAll()           | The topic variable 'payload' is named like a built-in variable.
					subscribe | a/+u  | authentication.name == | access | authentication.name == | Not an expression at position 20: EL1042E: Problem parsing right operand. It ends too early: quote it, since YAML reads what follows ' #' as a comment.
					publish   | a     | hasRole('OPS') or     | access | hasRole('OPS') or     | Not an expression at position 15: EL1042E: Problem parsing right operand. It ends too early: quote it, since YAML reads what follows ' #' as a comment.
					publish   | a     | hasRole('OPS'         | access | hasRole('OPS'         | Not an expression at position 7: EL1051E: Unexpectedly ran out of arguments.
					publish   | a     | true and {            | access | true and {            | Not an expression at position 9: EL1044E: Unexpectedly ran out of input. It ends too early: quote it, since YAML reads what follows ' #' as a comment.
					subscribe | a     | hasRoel('OPS')        | access | hasRoel('OPS')        | There is no method 'hasRoel' with 1 argument(s) (at position 0).
					publish   | a     | true or !hasRole()    | access | true or !hasRole()    | There is no method 'hasRole' with 0 argument(s) (at position 9).
					subscribe | a     | permitall             | access | permitall             | There is no property 'permitall' (at position 0).
					subscribe | a     | 'x' == authentikation.name | access | 'x' == authentikation.name | There is no property 'authentikation' (at position 7).
					publish   | a     | #payload[nam.x] == 1  | access | #payload[nam.x] == 1  | There is no property 'nam' (at position 9).
					publish   | a     | {1}.contains(prinzipal) | access | {1}.contains(prinzipal) | There is no property 'prinzipal' (at position 13).
					publish   | a     | {a: prinzipal} == 1   | access | {a: prinzipal} == 1   | There is no property 'prinzipal' (at position 4).
					subscribe | a/+id | @ordres.owns(#id)     | access | @ordres.owns(#id)     | There is no bean 'ordres' (at position 1).
					subscribe | a     | hasPermission(1, 'r') | access | hasPermission(1, 'r') | 'hasPermission' needs a bean of type PermissionEvaluator (at position 0).
					subscribe | a/#/b | permitAll             | topic  | a/#/b                 | '#' must be the last level (at index 2).
					publish   | a+    | permitAll             | topic  | a+                    | '+' must be the first character of its level (at index 1).
					""")
	void badRuleStopsTheApplication(String list, String topic, String access, String key, String value, String reason) {
		String rule = "vws.server.authorization." + list + "[0].";
		this.contextRunner.withPropertyValues(rule + "topic=" + topic, rule + "access=" + access)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
					assertThat(failure.getName()).isEqualTo(rule + key);
					assertThat(failure.getValue()).isEqualTo(value.trim());
					assertThat(failure.getReason()).isEqualTo(reason);
				}));
	}

	@Test
	void expressionIsAskedWithWhatTheRuleNames() {
		this.contextRunner.withBean("orders", Orders.class)
			.withPropertyValues("vws.server.authorization.subscribe[0].topic=orders/+id/#",
					"vws.server.authorization.subscribe[0].access=@orders.owns(authentication, #id)")
			.run((context) -> {
				VwsAuthorizer authorizer = context.getBean(VwsAuthorizer.class);
				assertThat(subscribe(authorizer, "orders/7/status")).isInstanceOf(Decision.Allow.class);
				assertThat(subscribe(authorizer, "orders/8/status")).isInstanceOf(Decision.Refuse.class);
				assertThat(subscribe(authorizer, "orders/+/status")).isInstanceOf(Decision.Refuse.class);
			});
	}

	@Test
	void withoutSpringSecurityOnlyPermitAllAndDenyAllAreUnderstood() {
		String rule = "vws.server.authorization.subscribe[0].";
		WebApplicationContextRunner without = this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.withPropertyValues(rule + "topic=a");
		without.withPropertyValues(rule + "access=permitAll")
			.run((context) -> assertThat(subscribe(context.getBean(VwsAuthorizer.class), "a"))
				.isInstanceOf(Decision.Allow.class));
		without.withPropertyValues(rule + "access=hasRole('OPS')")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getReason()).contains("spring-boot-starter-security")));
	}

	@Test
	void rulesBesideAnAuthorizerOfTheUserAreSaidToBeUnused(CapturedOutput output) {
		this.contextRunner.withBean("mine", VwsAuthorizer.class, VwsAuthorizer::allowAll)
			.withPropertyValues("vws.server.authorization.publish[0].topic=a",
					"vws.server.authorization.publish[0].access=denyAll")
			.run((context) -> {
				assertThat(context).hasSingleBean(VwsAuthorizer.class);
				assertThat(output).contains("The rules of vws.server.authorization are not used");
			});
	}

	@Test
	void rolePrefixAndHierarchyOfTheApplicationCount() {
		this.contextRunner.withBean(GrantedAuthorityDefaults.class, () -> new GrantedAuthorityDefaults("R_"))
			.withBean(RoleHierarchy.class, () -> RoleHierarchyImpl.fromHierarchy("R_BOSS > R_OPS"))
			.withPropertyValues("vws.server.authorization.subscribe[0].topic=a",
					"vws.server.authorization.subscribe[0].access=hasRole('OPS')")
			.run((context) -> {
				VwsAuthorizer authorizer = context.getBean(VwsAuthorizer.class);
				Peer boss = new Peer("c2", new TestingAuthenticationToken("boss", "", "R_BOSS"), null);
				assertThat(authorizer.authorizeSubscribe(boss, TopicPattern.parse("a")))
					.isInstanceOf(Decision.Allow.class);
				assertThat(subscribe(authorizer, "a")).isInstanceOf(Decision.Refuse.class);
			});
	}

	@Test
	void missingAccessStopsTheApplication() {
		this.contextRunner.withPropertyValues("vws.server.authorization.subscribe[0].topic=a")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("vws.server.authorization.subscribe[0].access")
				.hasMessageContaining("Must not be empty"));
	}

	@Test
	void withoutAServletWebServerBacksOff(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(VwsAuthorizer.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(VwsAuthorizer.class));
		assertThat(output).doesNotContain("No client may");
	}

	@Test
	void whenTheServerIsDisabledThenBacksOff(CapturedOutput output) {
		this.contextRunner.withPropertyValues("vws.server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(VwsAuthorizer.class));
		assertThat(output).doesNotContain("No client may");
	}

	@Test
	void whenThereIsNoBusThenBacksOff() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(VwsAuthorizationAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VwsAuthorizer.class));
	}

	/** Everybody may subscribe on working days. */
	static class WorkingDays implements AccessParser {

		@Override
		public Access parseSubscribe(TopicPattern rule, String text) {
			return text.equals("on working days") ? Access.PERMIT_ALL : Access.DENY_ALL;
		}

		@Override
		public Access parsePublish(TopicPattern rule, String text) {
			return Access.DENY_ALL;
		}

	}

	/** Says who owns an order. */
	static class Orders {

		public boolean owns(Authentication authentication, String id) {
			return authentication.getName().equals("anonymousUser") && id.equals("7");
		}

	}

	private static Decision subscribe(VwsAuthorizer authorizer, String pattern) {
		return authorizer.authorizeSubscribe(peer, TopicPattern.parse(pattern));
	}

	private static Decision publish(VwsAuthorizer authorizer, String topic) {
		return authorizer.authorizePublish(peer,
				new Event(Topic.parse(topic), Payload.ofJson("1", JsonMapper.shared()), Map.of(), peer));
	}

}
