package io.vws.server;

import java.time.Duration;

import io.vws.bus.Peer;
import io.vws.delivery.OverflowPolicy;
import io.vws.topic.TopicPattern;
import io.vws.transform.Direction;
import io.vws.wire.NackCode;

/**
 * Told what happens on a {@link VwsServer}, for metrics and logs. Called on the thread on
 * which it happens, so its methods return at once. What they throw is logged and harms
 * nobody.
 */
public interface ServerListener {

	/** A connection opened. */
	default void opened(Peer peer) {
	}

	/**
	 * A connection ended, whoever ended it; called once for each that opened.
	 * @param age how long it was open
	 */
	default void closed(Peer peer, CloseReason reason, Duration age) {
	}

	/** A connection was not taken. */
	default void rejected(CloseReason reason) {
	}

	/** The overflow policy dropped events of a connection. */
	default void dropped(Peer peer, OverflowPolicy policy, long events) {
	}

	/** A request was refused. */
	default void refused(Peer peer, MessageKind kind, NackCode code) {
	}

	/** A subscription of a connection began. */
	default void subscribed(Peer peer, TopicPattern pattern) {
	}

	/**
	 * A peer ended a subscription. Those that are left when the connection ends end with
	 * it, and nothing is told of them.
	 */
	default void unsubscribed(Peer peer, TopicPattern pattern) {
	}

	/**
	 * Transforms dropped an event. On the way out, called once where they looked at the
	 * event alone, and for each client where they looked at that.
	 */
	default void transformDropped(Direction direction) {
	}

	/**
	 * A transform failed: inbound, the event was refused; outbound, it was not sent.
	 */
	default void transformFailed(Direction direction) {
	}

	/** The rules refused an initial subscription, which was skipped. */
	default void initialSubscriptionRefused(Peer peer) {
	}

}
