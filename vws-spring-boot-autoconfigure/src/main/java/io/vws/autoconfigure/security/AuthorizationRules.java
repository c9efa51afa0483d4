package io.vws.autoconfigure.security;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import io.vws.server.PatternAuthorizer;
import io.vws.server.PatternAuthorizer.Access;
import io.vws.spring.security.AccessParser;
import io.vws.spring.security.InvalidAccessException;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the rules of the configuration into those of an authorizer, or says which key is
 * wrong and why.
 */
final class AuthorizationRules {

	private static final String YAML_HINT = "Quote it: YAML reads what follows ' #' as a comment.";

	private AuthorizationRules() {
	}

	/**
	 * Parse the rules for subscriptions.
	 * @param parser parses what is not simply permit or deny, {@code null} without Spring
	 * Security
	 */
	static List<PatternAuthorizer.Rule> subscribe(List<VwsAuthorizationProperties.Rule> rules,
			@Nullable AccessParser parser) {
		return parse("subscribe", rules, (parser != null) ? parser::parseSubscribe : null);
	}

	/**
	 * Parse the rules for what clients publish.
	 * @param parser parses what is not simply permit or deny, {@code null} without Spring
	 * Security
	 */
	static List<PatternAuthorizer.Rule> publish(List<VwsAuthorizationProperties.Rule> rules,
			@Nullable AccessParser parser) {
		return parse("publish", rules, (parser != null) ? parser::parsePublish : null);
	}

	private static List<PatternAuthorizer.Rule> parse(String key, List<VwsAuthorizationProperties.Rule> rules,
			@Nullable BiFunction<TopicPattern, String, Access> parser) {
		List<PatternAuthorizer.Rule> parsed = new ArrayList<>();
		for (int i = 0; i < rules.size(); i++) {
			VwsAuthorizationProperties.Rule rule = rules.get(i);
			String path = "vws.server.authorization." + key + "[" + i + "].";
			TopicPattern pattern = pattern(path + "topic", rule.topic());
			parsed.add(new PatternAuthorizer.Rule(pattern, access(path + "access", rule.access(), pattern, parser)));
		}
		return parsed;
	}

	private static TopicPattern pattern(String key, String topic) {
		requireText(key, topic);
		try {
			return TopicPattern.parse(topic);
		}
		catch (InvalidTopicException ex) {
			throw new InvalidConfigurationPropertyValueException(key, topic, ex.getMessage() + ".");
		}
	}

	private static Access access(String key, String access, TopicPattern pattern,
			@Nullable BiFunction<TopicPattern, String, Access> parser) {
		requireText(key, access);
		return switch (access.trim()) {
			case "permitAll" -> Access.PERMIT_ALL;
			case "denyAll" -> Access.DENY_ALL;
			default -> expression(key, access, pattern, parser);
		};
	}

	private static Access expression(String key, String access, TopicPattern pattern,
			@Nullable BiFunction<TopicPattern, String, Access> parser) {
		if (parser == null) {
			throw new InvalidConfigurationPropertyValueException(key, access,
					"Must be 'permitAll' or 'denyAll', or for expressions add the dependency "
							+ "org.springframework.boot:spring-boot-starter-security.");
		}
		try {
			return parser.apply(pattern, access);
		}
		catch (InvalidAccessException ex) {
			throw new InvalidConfigurationPropertyValueException(key, access, ex.getMessage() + ".");
		}
	}

	private static void requireText(String key, String value) {
		if (value.isBlank()) {
			throw new InvalidConfigurationPropertyValueException(key, value, "Must not be empty. " + YAML_HINT);
		}
	}

}
