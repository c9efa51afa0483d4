package io.vws.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.topic.TopicPattern;

/**
 * Writes down what it is asked and says what the test wants; everything is allowed unless
 * the test says otherwise.
 */
final class TestAuthorizer implements VwsAuthorizer {

	final List<String> asked = new ArrayList<>();

	Function<TopicPattern, Decision> onSubscribe = (pattern) -> Decision.allow();

	Function<Event, Decision> onPublish = (event) -> Decision.allow();

	@Override
	public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
		this.asked.add(peer.name() + " subscribes to " + pattern);
		return this.onSubscribe.apply(pattern);
	}

	@Override
	public Decision authorizePublish(Peer peer, Event event) {
		this.asked.add(peer.name() + " publishes " + event.topic() + "=" + event.payload().json());
		return this.onPublish.apply(event);
	}

}
