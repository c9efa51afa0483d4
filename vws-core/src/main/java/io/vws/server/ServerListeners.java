package io.vws.server;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.vws.bus.Peer;
import io.vws.delivery.OverflowPolicy;
import io.vws.log.LogThrottle;
import io.vws.topic.TopicPattern;
import io.vws.transform.Direction;
import io.vws.wire.NackCode;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners of a server. One that fails keeps neither the others from being
 * told nor the server from its work.
 */
final class ServerListeners implements ServerListener {

	private final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(ServerListeners.class));

	private final List<ServerListener> listeners;

	/**
	 * Create a listener.
	 * @param listeners whom to tell, in order
	 */
	ServerListeners(List<ServerListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void opened(Peer peer) {
		tell((listener) -> listener.opened(peer));
	}

	@Override
	public void closed(Peer peer, CloseReason reason, Duration age) {
		tell((listener) -> listener.closed(peer, reason, age));
	}

	@Override
	public void rejected(CloseReason reason) {
		tell((listener) -> listener.rejected(reason));
	}

	@Override
	public void dropped(Peer peer, OverflowPolicy policy, long events) {
		tell((listener) -> listener.dropped(peer, policy, events));
	}

	@Override
	public void refused(Peer peer, MessageKind kind, NackCode code) {
		tell((listener) -> listener.refused(peer, kind, code));
	}

	@Override
	public void subscribed(Peer peer, TopicPattern pattern) {
		tell((listener) -> listener.subscribed(peer, pattern));
	}

	@Override
	public void unsubscribed(Peer peer, TopicPattern pattern) {
		tell((listener) -> listener.unsubscribed(peer, pattern));
	}

	@Override
	public void initialSubscriptionRefused(Peer peer) {
		tell((listener) -> listener.initialSubscriptionRefused(peer));
	}

	@Override
	public void transformDropped(Direction direction) {
		tell((listener) -> listener.transformDropped(direction));
	}

	@Override
	public void transformFailed(Direction direction) {
		tell((listener) -> listener.transformFailed(direction));
	}

	private void tell(Consumer<ServerListener> event) {
		for (ServerListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				this.failures.failed(ex, "A listener of the server failed");
			}
		}
	}

}
