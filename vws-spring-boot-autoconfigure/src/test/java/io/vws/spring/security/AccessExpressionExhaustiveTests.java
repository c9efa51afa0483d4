package io.vws.spring.security;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.PatternAuthorizer;
import io.vws.server.PatternAuthorizer.Rule;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All lists of two rules over a small alphabet, with expressions that read what the
 * wildcards stand for, against all patterns: a subscription that is granted matches no
 * topic that the same rules deny to who asks for it alone.
 */
class AccessExpressionExhaustiveTests {

	private static final Peer peer = new Peer("c1", null, null);

	private static final List<String> RULES = List.of("#r", "+x", "+x/#r", "+x/b", "a/+x", "a/+x/#r", "a/#r", "a/b/#r",
			"$s/+x", "$s/#r", "+/+x", "a", "a/b");

	private static final List<String> EXPRESSIONS = List.of("permitAll()", "denyAll()", "#x == 'a'", "#x != 'a'",
			"#r != 'b'", "#r == ''", "#topic != 'a/b'");

	private static final List<String> LEVELS = List.of("a", "b", "$s", "+");

	private final AccessExpressionParser parser = new AccessExpressionParser(new StaticListableBeanFactory(),
			new DefaultAuthorizationManagerFactory<>(), null);

	@Test
	void noSubscriptionIsGrantedUnderWhichADeniedTopicWouldArrive() {
		List<TopicPattern> patterns = patterns();
		Map<TopicPattern, List<TopicPattern>> topics = topics(patterns);
		List<Rule> rules = rules();
		long granted = 0;
		for (Rule first : rules) {
			for (Rule second : rules) {
				PatternAuthorizer authorizer = new PatternAuthorizer(List.of(first, second), List.of());
				Set<TopicPattern> allowed = new HashSet<>();
				for (TopicPattern pattern : patterns) {
					if (authorizer.authorizeSubscribe(peer, pattern) instanceof Decision.Allow) {
						allowed.add(pattern);
					}
				}
				for (TopicPattern pattern : allowed) {
					assertThat(allowed).as("%s and %s grant %s", first, second, pattern)
						.containsAll(topics.getOrDefault(pattern, List.of()));
				}
				granted += allowed.size();
			}
		}
		assertThat(granted).isGreaterThan(10_000);
	}

	private List<Rule> rules() {
		List<Rule> rules = new ArrayList<>();
		for (String text : RULES) {
			TopicPattern pattern = TopicPattern.parse(text);
			for (String expression : EXPRESSIONS) {
				boolean known = !expression.startsWith("#") || expression.startsWith("#topic")
						|| pattern.variableNames().contains(expression.substring(1, 2));
				if (known) {
					rules.add(new Rule(pattern, this.parser.parseSubscribe(pattern, expression)));
				}
			}
		}
		return rules;
	}

	/** All of up to three levels, topics among them. */
	private static List<TopicPattern> patterns() {
		List<String> texts = new ArrayList<>(List.of("#"));
		List<String> longest = List.of("");
		for (int length = 0; length < 3; length++) {
			List<String> longer = new ArrayList<>();
			for (String beginning : longest) {
				for (String level : LEVELS) {
					longer.add(beginning.isEmpty() ? level : beginning + "/" + level);
				}
			}
			longer.forEach((text) -> texts.addAll(List.of(text, text + "/#")));
			longest = longer;
		}
		return texts.stream().map(TopicPattern::parse).toList();
	}

	private static Map<TopicPattern, List<TopicPattern>> topics(List<TopicPattern> patterns) {
		List<TopicPattern> topics = patterns.stream().filter((pattern) -> !pattern.hasWildcards()).toList();
		Map<TopicPattern, List<TopicPattern>> matched = new HashMap<>();
		for (TopicPattern pattern : patterns) {
			matched.put(pattern, topics.stream().filter((topic) -> pattern.matches(topic.text())).toList());
		}
		return matched;
	}

}
