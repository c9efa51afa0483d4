package io.vws.server;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.server.PatternAuthorizer.Access;
import io.vws.server.PatternAuthorizer.Rule;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link PatternAuthorizer} grants. Rules are written as {@code +pattern} to grant
 * and {@code -pattern} to deny.
 */
class PatternAuthorizerTests {

	private static final Peer PEER = new Peer("c1", null, null);

	/** More topics than there are. */
	private static final BitSet ALL = BitSet.valueOf(LongStream.generate(() -> -1).limit(10).toArray());

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			rules               | requested | granted
			+a                  | a         | true
			+a                  | b         | false
			+a                  | +         | false
			+a/#                | a/+       | true
			+a/#                | a         | true
			+a/+                | a/#       | false
			+a/+x               | a/+y      | true
			-a/secret +a/#      | a/#       | false
			-a/secret +a/#      | a/+       | false
			-a/secret +a/#      | a/open    | true
			-a/secret +a/#      | a/secret  | false
			-a/secret +a/#      | a/+/x     | true
			+a/# -a/secret      | a/#       | true
			+a/x +a/y +a/#      | a/#       | true
			+a/x -a/y +a/#      | a/#       | false
			+a/x -a/y +a/#      | a/x       | true
			+a/x +b/x           | +/x       | false
			+# +b/x             | +/x       | true
			-# +a               | a         | false
			+#                  | #         | true
			+#                  | $sys/a    | false
			+#                  | $sys/#    | false
			+# +$sys/#          | $sys/a    | true
			-$sys/# +#          | #         | true
			-$sys/# +#          | $sys/a    | false
			+$sys/+/x           | $sys/a/x  | true
			""")
	void authorizeSubscribeWalksTheRulesInOrder(String rules, String requested, boolean granted) {
		PatternAuthorizer authorizer = new PatternAuthorizer(rules(rules), List.of());
		assertThat(authorizer.authorizeSubscribe(PEER, TopicPattern.parse(requested)))
			.isEqualTo(granted ? Decision.allow() : Decision.refuse());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			rules          | topic    | granted
			+a             | a        | true
			+a             | b        | false
			-a/secret +a/# | a/secret | false
			-a/secret +a/# | a/open   | true
			+a/# -a/secret | a/secret | true
			-a/# +a/x      | a/x      | false
			+#             | $sys/a   | false
			+$sys/#        | $sys/a   | true
			""")
	void authorizePublishAsksTheFirstRuleThatMatches(String rules, String topic, boolean granted) {
		PatternAuthorizer authorizer = new PatternAuthorizer(List.of(), rules(rules));
		assertThat(authorizer.authorizePublish(PEER, event(topic)))
			.isEqualTo(granted ? Decision.allow() : Decision.refuse());
	}

	@Test
	void authorizeWhenThereAreNoRulesThenRefuses() {
		VwsAuthorizer authorizer = VwsAuthorizer.byPattern(List.of(), List.of());
		assertThat(authorizer.authorizeSubscribe(PEER, TopicPattern.parse("a"))).isEqualTo(Decision.refuse());
		assertThat(authorizer.authorizePublish(PEER, event("a"))).isEqualTo(Decision.refuse());
	}

	@Test
	void rulesOfTheOtherListDoNotCount() {
		VwsAuthorizer authorizer = VwsAuthorizer.byPattern(rules("+a"), rules("+b"));
		assertThat(authorizer.authorizeSubscribe(PEER, TopicPattern.parse("b"))).isEqualTo(Decision.refuse());
		assertThat(authorizer.authorizePublish(PEER, event("a"))).isEqualTo(Decision.refuse());
	}

	@Test
	void authorizeTellsTheRuleWhoAsksForWhat() {
		List<Object> asked = new ArrayList<>();
		Access access = new Access() {

			@Override
			public boolean grantsSubscribe(Peer peer, TopicPattern requested) {
				return asked.addAll(List.of(peer, requested));
			}

			@Override
			public boolean grantsPublish(Peer peer, Event event) {
				return asked.addAll(List.of(peer, event));
			}

		};
		List<Rule> rules = List.of(new Rule(TopicPattern.parse("a/+x"), access));
		PatternAuthorizer authorizer = new PatternAuthorizer(rules, rules);
		Event event = event("a/b");
		TopicPattern requested = TopicPattern.parse("a/+");
		authorizer.authorizeSubscribe(PEER, requested);
		authorizer.authorizePublish(PEER, event);
		authorizer.authorizeSubscribe(PEER, TopicPattern.parse("b"));
		assertThat(asked).containsExactly(PEER, requested, PEER, event);
	}

	/**
	 * All patterns of up to three levels against all lists of two rules (of up to two
	 * levels where a level may be empty), and all topics of up to four levels: a
	 * subscription that is granted matches no topic that the rules, asked for it alone,
	 * deny.
	 */
	@ParameterizedTest
	@CsvSource({ "a $s +, 3", "a $s + '', 2" })
	void authorizeSubscribeGrantsNothingThatTheFirstRuleOfATopicDenies(String alphabet, int levelsOfRules) {
		List<String> levels = List.of(alphabet.replace("''", "").split(" ", -1));
		List<TopicPattern> requested = patterns(levels, 3);
		List<TopicPattern> rulePatterns = patterns(levels, levelsOfRules);
		List<Topic> topics = sequences(List.of("a", "", "$s", "z"), 4).stream()
			.filter((topic) -> !topic.isEmpty())
			.map(Topic::parse)
			.toList();
		Map<TopicPattern, BitSet> matched = new HashMap<>();
		requested.forEach((pattern) -> matched.put(pattern, matched(pattern, topics)));
		long granted = 0;
		for (TopicPattern first : rulePatterns) {
			for (TopicPattern second : rulePatterns) {
				for (int accesses = 1; accesses < 4; accesses++) {
					granted += check(List.of(rule(first, (accesses & 1) != 0), rule(second, (accesses & 2) != 0)),
							requested, matched);
				}
			}
		}
		assertThat(granted).isGreaterThan(10_000);
	}

	private static BitSet matched(TopicPattern pattern, List<Topic> topics) {
		BitSet matched = new BitSet(topics.size());
		for (int i = 0; i < topics.size(); i++) {
			matched.set(i, pattern.matches(topics.get(i)));
		}
		return matched;
	}

	private static long check(List<Rule> rules, List<TopicPattern> requested, Map<TopicPattern, BitSet> matched) {
		PatternAuthorizer authorizer = new PatternAuthorizer(rules, List.of());
		BitSet denied = denied(rules, matched);
		long granted = 0;
		for (TopicPattern pattern : requested) {
			if (authorizer.authorizeSubscribe(PEER, pattern) instanceof Decision.Allow) {
				granted++;
				if (denied.intersects(matched.getOrDefault(pattern, ALL))) {
					throw new AssertionError(rules + " grant " + pattern);
				}
			}
		}
		return granted;
	}

	/** The topics that the first rule that matches them denies, or that none matches. */
	private static BitSet denied(List<Rule> rules, Map<TopicPattern, BitSet> matched) {
		BitSet denied = (BitSet) ALL.clone();
		for (int i = rules.size() - 1; i >= 0; i--) {
			BitSet topics = matched.getOrDefault(rules.get(i).pattern(), ALL);
			if (rules.get(i).access() == Access.PERMIT_ALL) {
				denied.andNot(topics);
			}
			else {
				denied.or(topics);
			}
		}
		return denied;
	}

	private static List<TopicPattern> patterns(List<String> levels, int maxLevels) {
		return Stream
			.concat(Stream.of("#"),
					sequences(levels, maxLevels).stream().flatMap((text) -> Stream.of(text, text + "/#")))
			.filter((pattern) -> !pattern.isEmpty())
			.map(TopicPattern::parse)
			.toList();
	}

	private static List<String> sequences(List<String> levels, int maxLength) {
		List<String> all = new ArrayList<>(levels);
		List<String> longest = levels;
		for (int length = 2; length <= maxLength; length++) {
			longest = longest.stream()
				.flatMap((beginning) -> levels.stream().map((level) -> beginning + "/" + level))
				.toList();
			all.addAll(longest);
		}
		return all;
	}

	private static List<Rule> rules(String text) {
		return Stream.of(text.split(" "))
			.map((rule) -> rule(TopicPattern.parse(rule.substring(1)), rule.charAt(0) == '+'))
			.toList();
	}

	private static Rule rule(TopicPattern pattern, boolean grant) {
		return new Rule(pattern, grant ? Access.PERMIT_ALL : Access.DENY_ALL);
	}

	private static Event event(String topic) {
		return new Event(Topic.parse(topic), Payload.ofJson("1", JsonMapper.builder().build()));
	}

}
