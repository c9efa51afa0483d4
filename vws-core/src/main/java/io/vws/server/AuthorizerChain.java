package io.vws.server;

import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.topic.TopicPattern;

/**
 * Asks authorizers in order.
 *
 * @param authorizers whom to ask
 */
record AuthorizerChain(List<VwsAuthorizer> authorizers) implements VwsAuthorizer {

	@Override
	public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
		for (VwsAuthorizer authorizer : this.authorizers) {
			Decision decision = authorizer.authorizeSubscribe(peer, pattern);
			if (!(decision instanceof Decision.Allow)) {
				return decision;
			}
		}
		return Decision.allow();
	}

	@Override
	public Decision authorizePublish(Peer peer, Event event) {
		Event current = event;
		for (VwsAuthorizer authorizer : this.authorizers) {
			Decision decision = authorizer.authorizePublish(peer, current);
			if (decision instanceof Decision.Rewrite rewrite) {
				current = rewrite.event();
			}
			else if (!(decision instanceof Decision.Allow)) {
				return decision;
			}
		}
		return (current != event) ? Decision.rewrite(current) : Decision.allow();
	}

}
