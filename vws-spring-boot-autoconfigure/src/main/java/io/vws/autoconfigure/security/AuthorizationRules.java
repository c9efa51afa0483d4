package io.vws.autoconfigure.security;

import java.util.ArrayList;
import java.util.List;

import io.vws.server.PatternAuthorizer;
import io.vws.server.PatternAuthorizer.Access;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the rules of the configuration into those of an authorizer, or says which key is
 * wrong and why.
 */
final class AuthorizationRules {

	private static final String YAML_HINT = "Quote it: YAML reads what follows ' #' as a comment.";

	private AuthorizationRules() {
	}

	static List<PatternAuthorizer.Rule> parse(String key, List<VwsAuthorizationProperties.Rule> rules) {
		List<PatternAuthorizer.Rule> parsed = new ArrayList<>();
		for (int i = 0; i < rules.size(); i++) {
			VwsAuthorizationProperties.Rule rule = rules.get(i);
			String path = "vws.server.authorization." + key + "[" + i + "].";
			parsed.add(new PatternAuthorizer.Rule(pattern(path + "topic", rule.topic()),
					access(path + "access", rule.access())));
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

	private static Access access(String key, String access) {
		requireText(key, access);
		return switch (access.trim()) {
			case "permitAll" -> Access.PERMIT_ALL;
			case "denyAll" -> Access.DENY_ALL;
			default ->
				throw new InvalidConfigurationPropertyValueException(key, access, "Must be 'permitAll' or 'denyAll'.");
		};
	}

	private static void requireText(String key, String value) {
		if (value.isBlank()) {
			throw new InvalidConfigurationPropertyValueException(key, value, "Must not be empty. " + YAML_HINT);
		}
	}

}
