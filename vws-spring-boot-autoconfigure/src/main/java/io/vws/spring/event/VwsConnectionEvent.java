package io.vws.spring.event;

import java.time.Duration;

import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.topic.TopicPattern;

/**
 * Something happened to a connection of the server of this application. Received by
 * {@code @EventListener} methods, for each connection in order, after it has happened:
 *
 * <pre class="code">
 * &#64;EventListener
 * void gone(VwsConnectionEvent.Closed closed) {
 *     left(closed.peer().name());
 * }
 * </pre>
 */
public sealed interface VwsConnectionEvent {

	/**
	 * Who is or was at the other end.
	 */
	Peer peer();

	/**
	 * A connection opened. It may be closed at once, because there are too many.
	 *
	 * @param peer who is at the other end
	 */
	record Opened(Peer peer) implements VwsConnectionEvent {
	}

	/**
	 * A subscription began: one that the client asked for, or an initial one.
	 *
	 * @param peer who is at the other end
	 * @param pattern what it is subscribed to
	 */
	record Subscribed(Peer peer, TopicPattern pattern) implements VwsConnectionEvent {
	}

	/**
	 * The client ended a subscription. Those that it has when its connection is closed
	 * end with it, without an event of their own.
	 *
	 * @param peer who is at the other end
	 * @param pattern what it is no longer subscribed to
	 */
	record Unsubscribed(Peer peer, TopicPattern pattern) implements VwsConnectionEvent {
	}

	/**
	 * A connection ended; the last event of it.
	 *
	 * @param peer who was at the other end
	 * @param reason why it ended
	 * @param age how long it was open
	 */
	record Closed(Peer peer, CloseReason reason, Duration age) implements VwsConnectionEvent {
	}

}
