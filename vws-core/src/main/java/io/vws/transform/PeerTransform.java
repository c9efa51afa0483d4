package io.vws.transform;

import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.topic.TopicPattern;

/**
 * A transform of the events that are sent to one client, which depends on who that is.
 * Applied to what {@link OutboundTransform}s made of the event, once for each event and
 * each client that gets it, and what it changes is encoded for that client alone: so an
 * event for a thousand clients costs a thousand times as much.
 * <p>
 * May change payload and headers but not the topic. An event for which it throws or
 * changes the topic does not go to the client.
 */
@FunctionalInterface
public interface PeerTransform {

	/**
	 * Look at an event.
	 * @param peer the client that is to get it
	 * @return what becomes of it
	 */
	Outcome apply(Event event, Peer peer);

	/**
	 * Return a transform of the events on the topics of a pattern.
	 * @throws io.vws.topic.InvalidTopicException if the pattern is not valid
	 */
	static PeerTransform on(String pattern, PeerTransform transform) {
		TopicPattern topics = TopicPattern.parse(pattern);
		return (event, peer) -> topics.matches(event.topic()) ? transform.apply(event, peer) : Outcome.unchanged();
	}

	/**
	 * Return a transform that applies others one after the other, each to what the one
	 * before made of the event.
	 */
	static PeerTransform chain(List<? extends PeerTransform> transforms) {
		List<PeerTransform> all = List.copyOf(transforms);
		return (event, peer) -> TransformChain.apply(all, event, (transform, next) -> transform.apply(next, peer));
	}

}
