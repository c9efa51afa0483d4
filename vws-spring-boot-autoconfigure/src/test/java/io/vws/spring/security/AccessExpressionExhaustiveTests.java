package io.vws.spring.security;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.PatternAuthorizer;
import io.vws.server.PatternAuthorizer.Access;
import io.vws.server.PatternAuthorizer.Rule;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All lists of two rules, whose topics are all patterns of up to three levels over a
 * small alphabet and whose expressions read what their wildcards stand for, against all
 * patterns of up to three levels: a subscription that is granted matches no topic, of up
 * to four levels, that the same rules deny to who asks for it alone.
 */
class AccessExpressionExhaustiveTests {

	private static final Peer peer = new Peer("c1", null, null);

	private final AccessExpressionParser parser = new AccessExpressionParser(new StaticListableBeanFactory(),
			new DefaultAuthorizationManagerFactory<>(), null);

	private final List<String> topics = sequences("z", 4);

	/** The topics that a pattern matches. */
	private final Map<TopicPattern, BitSet> matched = new HashMap<>();

	@Test
	void noSubscriptionIsGrantedUnderWhichADeniedTopicWouldArrive() {
		List<TopicPattern> patterns = patterns("+", "#").stream().map(TopicPattern::parse).toList();
		patterns.forEach((pattern) -> this.matched.put(pattern, matched(pattern)));
		List<TestedRule> rules = rules();
		long granted = 0;
		for (TestedRule first : rules) {
			for (TestedRule second : rules) {
				PatternAuthorizer authorizer = new PatternAuthorizer(List.of(first.rule(), second.rule()), List.of());
				BitSet denied = new BitSet();
				denied.set(0, this.topics.size());
				second.decide(denied);
				first.decide(denied);
				for (TopicPattern pattern : patterns) {
					if (authorizer.authorizeSubscribe(peer, pattern) instanceof Decision.Allow) {
						granted++;
						if (denied.intersects(this.matched.getOrDefault(pattern, denied))) {
							throw new AssertionError(first + " and " + second + " grant " + pattern);
						}
					}
				}
			}
		}
		assertThat(granted).isGreaterThan(100_000);
	}

	private List<TestedRule> rules() {
		List<TestedRule> rules = new ArrayList<>();
		for (String text : patterns("+x", "#r")) {
			// A name may stand once: the last wildcard has it.
			int last = text.lastIndexOf("+x");
			TopicPattern topic = TopicPattern
				.parse((last < 0) ? text : text.substring(0, last).replace("+x", "+") + text.substring(last));
			for (String expression : expressions(topic)) {
				rules.add(rule(topic, expression));
			}
		}
		return rules;
	}

	private static List<String> expressions(TopicPattern topic) {
		List<String> expressions = new ArrayList<>(List.of("permitAll()", "denyAll()", "#topic != 'a'"));
		for (String name : topic.variableNames()) {
			expressions.add("#" + name + " != 'a'");
			expressions.add("permitAll() and #" + name + " == 'a'");
		}
		return expressions;
	}

	private TestedRule rule(TopicPattern topic, String expression) {
		Access access = this.parser.parseSubscribe(topic, expression);
		BitSet granted = new BitSet();
		for (int i = 0; i < this.topics.size(); i++) {
			TopicPattern alone = TopicPattern.parse(this.topics.get(i));
			granted.set(i, topic.matches(alone.text()) && access.grantsSubscribe(peer, alone));
		}
		return new TestedRule(new Rule(topic, new Remembering(access)), matched(topic), granted, expression);
	}

	private BitSet matched(TopicPattern pattern) {
		BitSet matched = new BitSet();
		for (int i = 0; i < this.topics.size(); i++) {
			matched.set(i, pattern.matches(this.topics.get(i)));
		}
		return matched;
	}

	/** All of up to three levels. */
	private static List<String> patterns(String one, String all) {
		List<String> patterns = new ArrayList<>(List.of(all));
		for (String text : sequences("+", 3)) {
			patterns.add(text.replace("+", one));
			patterns.add(text.replace("+", one) + "/" + all);
		}
		return patterns;
	}

	/** A level that begins with {@code $} is one like another unless it is the first. */
	private static List<String> sequences(String any, int maxLength) {
		List<String> all = new ArrayList<>(List.of("a", "$s", any));
		List<String> longest = List.copyOf(all);
		for (int length = 2; length <= maxLength; length++) {
			longest = longest.stream()
				.flatMap((beginning) -> Stream.of(beginning + "/a", beginning + "/" + any))
				.toList();
			all.addAll(longest);
		}
		return all;
	}

	/**
	 * A rule, and what it says of each topic alone.
	 *
	 * @param matched the topics that it is about
	 * @param granted those of them that it grants
	 */
	private record TestedRule(Rule rule, BitSet matched, BitSet granted, String expression) {

		/** Decide about its topics, whatever the rules behind it said. */
		void decide(BitSet denied) {
			denied.or(this.matched);
			denied.andNot(this.granted);
		}

		@Override
		public String toString() {
			return this.rule.pattern() + " -> " + this.expression;
		}

	}

	/** Asks the same question once. */
	private static final class Remembering implements Access {

		private final Access access;

		private final Map<TopicPattern, Boolean> answers = new HashMap<>();

		Remembering(Access access) {
			this.access = access;
		}

		@Override
		public boolean grantsSubscribe(Peer peer, TopicPattern requested) {
			return this.answers.computeIfAbsent(requested, (pattern) -> this.access.grantsSubscribe(peer, pattern));
		}

		@Override
		public boolean grantsPublish(Peer peer, Event event) {
			return this.access.grantsPublish(peer, event);
		}

	}

}
