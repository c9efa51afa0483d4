package io.vws.server;

import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.topic.TopicPattern;

/**
 * Decides what a peer may subscribe to and publish. Called on the thread that reads from
 * the peer, or for {@link VwsConnections#recheck} on that of the caller, for many peers
 * at once; the peer is an argument and never a thread-local. What it throws refuses the
 * request.
 */
public interface VwsAuthorizer {

	/**
	 * Decide whether a peer may have every event that a pattern can match.
	 * @return any decision but a rewrite
	 */
	Decision authorizeSubscribe(Peer peer, TopicPattern pattern);

	/**
	 * Decide whether a peer may publish an event. Asked again about what a rewrite made
	 * of it; then a further rewrite means only that the event is granted.
	 */
	Decision authorizePublish(Peer peer, Event event);

	/**
	 * Return an authorizer that allows everything.
	 */
	static VwsAuthorizer allowAll() {
		return new FixedAuthorizer(Decision.allow());
	}

	/**
	 * Return an authorizer that refuses everything.
	 */
	static VwsAuthorizer denyAll() {
		return new FixedAuthorizer(Decision.refuse());
	}

	/**
	 * Return an authorizer that acknowledges everything and does nothing.
	 */
	static VwsAuthorizer dropAll() {
		return new FixedAuthorizer(Decision.drop());
	}

	/**
	 * Return an authorizer that decides by ordered lists of rules; see
	 * {@link PatternAuthorizer}.
	 */
	static VwsAuthorizer byPattern(List<PatternAuthorizer.Rule> subscribe, List<PatternAuthorizer.Rule> publish) {
		return new PatternAuthorizer(subscribe, publish);
	}

	/**
	 * Return an authorizer that asks others in order. The first that refuses or drops
	 * decides; a rewrite is what the next ones are asked about. An empty chain allows.
	 */
	static VwsAuthorizer chain(VwsAuthorizer... authorizers) {
		return new AuthorizerChain(List.of(authorizers));
	}

}
