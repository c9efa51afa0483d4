package io.vws.server;

import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.Peer;
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
			if (!rule.pattern().overlaps(requested)) {
				continue;
			}
			if (!rule.access().grantsSubscribe(peer, requested)) {
				return Decision.refuse();
			}
			if (rule.pattern().covers(requested)) {
				return Decision.allow();
			}
		}
		return Decision.refuse();
	}

	@Override
	public Decision authorizePublish(Peer peer, Event event) {
		for (Rule rule : this.publish) {
			if (rule.pattern().matches(event.topic())) {
				return rule.access().grantsPublish(peer, event) ? Decision.allow() : Decision.refuse();
			}
		}
		return Decision.refuse();
	}

	/**
	 * What holds for the topics of a pattern.
	 *
	 * @param pattern the topics
	 * @param access who gets access
	 */
	public record Rule(TopicPattern pattern, Access access) {
	}

	/**
	 * Says who gets access to the topics of a rule.
	 */
	public interface Access {

		/** Access for everybody. */
		Access PERMIT_ALL = fixed(true);

		/** Access for nobody. */
		Access DENY_ALL = fixed(false);

		/**
		 * Whether the peer may have all topics that both the rule and the requested
		 * pattern match.
		 */
		boolean grantsSubscribe(Peer peer, TopicPattern requested);

		/**
		 * Whether the peer may publish the event.
		 */
		boolean grantsPublish(Peer peer, Event event);

		private static Access fixed(boolean granted) {
			return new Access() {

				@Override
				public boolean grantsSubscribe(Peer peer, TopicPattern requested) {
					return granted;
				}

				@Override
				public boolean grantsPublish(Peer peer, Event event) {
					return granted;
				}

			};
		}

	}

}
