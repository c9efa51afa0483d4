package io.vws.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.server.Explanation.Verdict;
import io.vws.topic.TopicPattern;

/**
 * Decides by ordered rules, one list for subscribing and one for publishing. The last
 * word of both is deny.
 * <ul>
 * <li>Publish: the first rule whose pattern matches the topic decides.
 * <li>Subscribe: a rule that cannot match any topic of the requested pattern is skipped;
 * every other one must grant, or the subscription is refused. The first rule that covers
 * the whole requested pattern ends the walk. So a wildcard is granted only where
 * everything that it can match is granted.
 * </ul>
 */
public final class PatternAuthorizer implements VwsAuthorizer {

	private final List<Rule> subscribe;

	private final List<Rule> publish;

	/**
	 * Create an authorizer.
	 * @param subscribe rules for subscriptions, first come first
	 * @param publish rules for events, first come first
	 */
	public PatternAuthorizer(List<Rule> subscribe, List<Rule> publish) {
		this.subscribe = List.copyOf(subscribe);
		this.publish = List.copyOf(publish);
	}

	@Override
	public Decision authorizeSubscribe(Peer peer, TopicPattern requested) {
		for (Rule rule : this.subscribe) {
			Verdict verdict = rule.ask(peer, requested);
			if (verdict.isFinal()) {
				return decision(verdict);
			}
		}
		return Decision.refuse();
	}

	@Override
	public Decision authorizePublish(Peer peer, Event event) {
		for (Rule rule : this.publish) {
			Verdict verdict = rule.ask(peer, event);
			if (verdict.isFinal()) {
				return decision(verdict);
			}
		}
		return Decision.refuse();
	}

	private static Decision decision(Verdict verdict) {
		return (verdict == Verdict.GRANTS) ? Decision.allow() : Decision.refuse();
	}

	/**
	 * Explain what {@link #authorizeSubscribe} decides. Asks the rules as that does.
	 */
	public Explanation explainSubscribe(Peer peer, TopicPattern requested) {
		return explain(this.subscribe, (rule) -> rule.ask(peer, requested));
	}

	/**
	 * Explain what {@link #authorizePublish} decides. Asks the rules as that does.
	 */
	public Explanation explainPublish(Peer peer, Event event) {
		return explain(this.publish, (rule) -> rule.ask(peer, event));
	}

	private static Explanation explain(List<Rule> rules, Function<Rule, Verdict> request) {
		List<Explanation.Step> steps = new ArrayList<>();
		Verdict verdict = Verdict.SKIPPED;
		for (Rule rule : rules) {
			verdict = request.apply(rule);
			steps.add(new Explanation.Step(rule, verdict));
			if (verdict.isFinal()) {
				break;
			}
		}
		return new Explanation(verdict == Verdict.GRANTS, steps);
	}

	/**
	 * What holds for the topics of a pattern.
	 *
	 * @param pattern the topics
	 * @param access who gets access
	 */
	public record Rule(TopicPattern pattern, Access access) {

		Verdict ask(Peer peer, TopicPattern requested) {
			if (!this.pattern.overlaps(requested)) {
				return Verdict.SKIPPED;
			}
			if (!this.access.grantsSubscribe(peer, requested)) {
				return Verdict.DENIES;
			}
			return this.pattern.covers(requested) ? Verdict.GRANTS : Verdict.GRANTS_PART;
		}

		Verdict ask(Peer peer, Event event) {
			if (!this.pattern.matches(event.topic())) {
				return Verdict.SKIPPED;
			}
			return this.access.grantsPublish(peer, event) ? Verdict.GRANTS : Verdict.DENIES;
		}

	}

	/**
	 * Says who gets access to the topics of a rule. Its {@code toString} tells people who
	 * that is.
	 */
	public interface Access {

		/** Access for everybody. */
		Access PERMIT_ALL = fixed("permitAll", true);

		/** Access for nobody. */
		Access DENY_ALL = fixed("denyAll", false);

		/**
		 * Whether the peer may have all topics that both the rule and the requested
		 * pattern match.
		 */
		boolean grantsSubscribe(Peer peer, TopicPattern requested);

		/**
		 * Whether the peer may publish the event.
		 */
		boolean grantsPublish(Peer peer, Event event);

		private static Access fixed(String name, boolean granted) {
			return new Access() {

				@Override
				public boolean grantsSubscribe(Peer peer, TopicPattern requested) {
					return granted;
				}

				@Override
				public boolean grantsPublish(Peer peer, Event event) {
					return granted;
				}

				@Override
				public String toString() {
					return name;
				}

			};
		}

	}

}
