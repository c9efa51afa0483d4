package io.vws.spring.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.PatternAuthorizer;
import io.vws.server.PatternAuthorizer.Rule;
import io.vws.server.VwsAuthorizer;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random rules, subscriptions and publishes over real connections of two users: nobody
 * gets an event that the rules, read by an oracle of a few lines, deny; and an event is
 * acknowledged exactly if they grant it. Publishes are counted as trials.
 */
@Tag("security")
@Tag("one-jdk")
@Timeout(300)
class SecurityRulesIntegrationTests {

	private static final int ROUNDS = 500;

	private static final int TRIALS_PER_CLIENT = 13;

	private static final List<String> LEVELS = List.of("alice", "bob", "$s", "z");

	private static final List<String> PATTERNS = List.of("#", "+user", "+user/#", "+user/b", "+/+user", "alice/+user",
			"alice/#", "z/+user/#", "$s/#", "$s/+user", "+user/+x", "bob", "alice/bob", "z/z");

	/** What an expression says about a topic, to compare with. */
	private static final Map<String, Predicate<Asked>> EXPRESSIONS = Map.of("permitAll()", (asked) -> true, "denyAll()",
			(asked) -> false, "hasRole('OPS')", (asked) -> asked.who().equals("alice"), "#topic != 'alice/bob'",
			(asked) -> !asked.topic().equals("alice/bob"), "#user == authentication.name",
			(asked) -> asked.who().equals(asked.user()), "#user != 'bob'", (asked) -> !"bob".equals(asked.user()),
			"hasRole('OPS') or #user == authentication.name",
			(asked) -> asked.who().equals("alice") || asked.who().equals(asked.user()));

	/** In the same order in each run, so that a seed stands for the same test. */
	private static final List<String> ORDERED_EXPRESSIONS = EXPRESSIONS.keySet().stream().sorted().toList();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void noEventIsDeliveredThatItsReceiverMayNotHave(long seed) throws IOException {
		Random random = new Random(seed);
		try (VwsTestApplication app = VwsTestApplication.start(Users.class, "vws.server.authorization.publish=",
				"vws.server.authorization.subscribe=")) {
			List<Client> clients = List.of(connect(app, "alice"), connect(app, "bob"), connect(app, "alice"),
					connect(app, "bob"));
			long delivered = 0;
			for (int round = 0; round < ROUNDS; round++) {
				delivered += round(random, app, clients);
			}
			assertThat(delivered).isGreaterThan(5 * ROUNDS);
			for (Client client : clients) {
				client.peer().close();
			}
		}
	}

	private static long round(Random random, VwsTestApplication app, List<Client> clients) throws IOException {
		List<TestedRule> subscribe = rules(random);
		List<TestedRule> publish = rules(random);
		app.bean(ChangingAuthorizer.class).change(app.bean(AccessParser.class), subscribe, publish);
		for (Client client : clients) {
			client.peer().exchange("{\"k\":\"U\"}", subscription(random), subscription(random), subscription(random));
		}
		long delivered = 0;
		for (Client sender : clients) {
			List<String> topics = Stream.generate(() -> topic(random)).limit(TRIALS_PER_CLIENT).toList();
			String[] events = IntStream.range(0, topics.size())
				.mapToObj((i) -> "{\"t\":" + TestPeer.quote(topics.get(i)) + ",\"d\":0,\"i\":" + i + "}")
				.toArray(String[]::new);
			List<String> answers = sender.peer().exchange(events);
			for (int i = 0; i < topics.size(); i++) {
				boolean granted = granted(publish, sender.name(), topics.get(i));
				String answer = granted ? "{\"k\":\"a\",\"i\":" + i + "}" : "{\"k\":\"n\",\"i\":" + i + ",";
				assertThat(answers).as("%s publishes to %s under %s", sender.name(), topics.get(i), publish)
					.anyMatch((candidate) -> candidate.startsWith(answer));
			}
			delivered += check(sender, answers, subscribe);
		}
		for (Client client : clients) {
			delivered += check(client, client.peer().untilFence(), subscribe);
		}
		return delivered;
	}

	private static int check(Client receiver, List<String> messages, List<TestedRule> rules) {
		int events = 0;
		for (String message : messages) {
			if (!message.startsWith("{\"k\"")) {
				String topic = message.substring(6, message.indexOf('"', 6));
				assertThat(granted(rules, receiver.name(), topic)).as("%s gets %s under %s", receiver, message, rules)
					.isTrue();
				events++;
			}
		}
		return events;
	}

	/** The first rule that matches decides. */
	private static boolean granted(List<TestedRule> rules, String who, String topic) {
		for (TestedRule rule : rules) {
			Matcher matcher = rule.regex().matcher(topic);
			if (matcher.matches()) {
				String user = rule.pattern().contains("+user") ? matcher.group("user") : null;
				return EXPRESSIONS.getOrDefault(rule.expression(), (asked) -> false)
					.test(new Asked(who, topic, (user != null) ? user : ""));
			}
		}
		return false;
	}

	private static List<TestedRule> rules(Random random) {
		List<TestedRule> rules = new ArrayList<>();
		while (rules.size() < 3) {
			String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
			String expression = ORDERED_EXPRESSIONS.get(random.nextInt(ORDERED_EXPRESSIONS.size()));
			if (pattern.contains("+user") || !expression.contains("#user")) {
				rules.add(new TestedRule(pattern, expression, regex(pattern)));
			}
		}
		return rules;
	}

	/** Written from the words of the protocol and nothing else. */
	private static Pattern regex(String pattern) {
		String regex = pattern.replace("$", "\\$")
			.replaceAll("\\+user", "(?<user>[^/]*)")
			.replaceAll("\\+x|\\+(?=/|$)", "[^/]*")
			.replaceAll("/#", "(/.*)?")
			.replaceAll("^#", ".*");
		return Pattern.compile(pattern.matches("[+#].*") ? "(?!\\$)" + regex : regex);
	}

	private static String subscription(Random random) {
		String pattern = random.nextBoolean() ? topic(random) : PATTERNS.get(random.nextInt(PATTERNS.size()));
		return "{\"k\":\"s\",\"t\":" + TestPeer.quote(pattern) + "}";
	}

	private static String topic(Random random) {
		String topic = LEVELS.get(random.nextInt(LEVELS.size()));
		for (int i = random.nextInt(2); i > 0; i--) {
			topic += "/" + LEVELS.get(random.nextInt(LEVELS.size()));
		}
		return topic;
	}

	private static Client connect(VwsTestApplication app, String name) throws IOException {
		String credentials = Base64.getEncoder().encodeToString((name + ":pw").getBytes(StandardCharsets.UTF_8));
		return new Client(name,
				new TestPeer(Upgrade.to(app.port()).header("Authorization", "Basic " + credentials).open()));
	}

	/**
	 * A connection of a user.
	 */
	record Client(String name, TestPeer peer) {
	}

	/**
	 * What an expression is about.
	 */
	record Asked(String who, String topic, String user) {
	}

	/**
	 * A rule, and how the oracle reads it.
	 */
	record TestedRule(String pattern, String expression, Pattern regex) {

		@Override
		public String toString() {
			return this.pattern + " -> " + this.expression;
		}

	}

	/** Follows other rules in each round. */
	static final class ChangingAuthorizer implements VwsAuthorizer {

		private volatile VwsAuthorizer current = VwsAuthorizer.denyAll();

		void change(AccessParser parser, List<TestedRule> subscribe, List<TestedRule> publish) {
			this.current = new PatternAuthorizer(subscribe.stream().map((rule) -> {
				TopicPattern pattern = TopicPattern.parse(rule.pattern());
				return new Rule(pattern, parser.parseSubscribe(pattern, rule.expression()));
			}).toList(), publish.stream().map((rule) -> {
				TopicPattern pattern = TopicPattern.parse(rule.pattern());
				return new Rule(pattern, parser.parsePublish(pattern, rule.expression()));
			}).toList());
		}

		@Override
		public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
			return this.current.authorizeSubscribe(peer, pattern);
		}

		@Override
		public Decision authorizePublish(Peer peer, Event event) {
			return this.current.authorizePublish(peer, event);
		}

	}

	/** Alice, who has the role OPS, and Bob. */
	static class Users {

		@Bean
		ChangingAuthorizer changingAuthorizer() {
			return new ChangingAuthorizer();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("alice").password("{noop}pw").roles("OPS").build(),
					User.withUsername("bob").password("{noop}pw").roles().build());
		}

		@Bean
		SecurityFilterChain basic(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

}
