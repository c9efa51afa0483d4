package io.vws.server;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.topic.TopicPattern;

/**
 * Says the same to everything.
 *
 * @param decision what it says
 */
record FixedAuthorizer(Decision decision) implements VwsAuthorizer {

	@Override
	public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
		return this.decision;
	}

	@Override
	public Decision authorizePublish(Peer peer, Event event) {
		return this.decision;
	}

}
