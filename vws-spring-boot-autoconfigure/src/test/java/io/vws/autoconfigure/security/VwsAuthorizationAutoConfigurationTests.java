package io.vws.autoconfigure.security;

import java.util.Map;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.PatternAuthorizer;
import io.vws.server.VwsAuthorizer;
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
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

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

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true,
			textBlock = """
					list      | topic | access                | key    | value                 | reason
					subscribe | ""    | permitAll             | topic  | ""                    | Must not be empty. Quote it: YAML reads what follows ' #' as a comment.
					publish   | " "   | permitAll             | topic  | " "                   | Must not be empty. Quote it: YAML reads what follows ' #' as a comment.
					subscribe | a     | ""                    | access | ""                    | Must not be empty. Quote it: YAML reads what follows ' #' as a comment.
					publish   | a     | hasRole('OPS')        | access | hasRole('OPS')        | Must be 'permitAll' or 'denyAll'.
					subscribe | a     | PermitAll             | access | PermitAll             | Must be 'permitAll' or 'denyAll'.
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

	private static Decision subscribe(VwsAuthorizer authorizer, String pattern) {
		return authorizer.authorizeSubscribe(peer, TopicPattern.parse(pattern));
	}

	private static Decision publish(VwsAuthorizer authorizer, String topic) {
		return authorizer.authorizePublish(peer,
				new Event(Topic.parse(topic), Payload.ofJson("1", JsonMapper.shared()), Map.of(), peer));
	}

}
