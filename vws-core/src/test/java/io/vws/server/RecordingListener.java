package io.vws.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.bus.Peer;
import io.vws.delivery.OverflowPolicy;
import io.vws.topic.TopicPattern;
import io.vws.transform.Direction;
import io.vws.wire.NackCode;

/**
 * Writes down what a server tells, such as {@code closed c1 1000}.
 */
class RecordingListener implements ServerListener {

	final List<String> calls = new CopyOnWriteArrayList<>();

	/** Apart from the others, such as {@code subscribed c1 a/#}. */
	final List<String> subscriptions = new CopyOnWriteArrayList<>();

	@Override
	public void opened(Peer peer) {
		this.calls.add("opened " + peer.connectionId());
	}

	@Override
	public void closed(Peer peer, CloseReason reason, Duration age) {
		this.calls.add("closed " + peer.connectionId() + " " + reason.code());
	}

	@Override
	public void rejected(CloseReason reason) {
		this.calls.add("rejected " + reason.code());
	}

	@Override
	public void dropped(Peer peer, OverflowPolicy policy, long events) {
		this.calls.add("dropped " + peer.connectionId() + " " + policy + " " + events);
	}

	@Override
	public void refused(Peer peer, MessageKind kind, NackCode code) {
		this.calls.add("refused " + peer.connectionId() + " " + code.code());
	}

	@Override
	public void transformDropped(Direction direction) {
		this.calls.add("transform dropped " + direction);
	}

	@Override
	public void transformFailed(Direction direction) {
		this.calls.add("transform failed " + direction);
	}

	@Override
	public void subscribed(Peer peer, TopicPattern pattern) {
		this.subscriptions.add("subscribed " + peer.connectionId() + " " + pattern);
	}

	@Override
	public void unsubscribed(Peer peer, TopicPattern pattern) {
		this.subscriptions.add("unsubscribed " + peer.connectionId() + " " + pattern);
	}

	@Override
	public void initialSubscriptionRefused(Peer peer) {
		this.calls.add("initial subscription refused " + peer.connectionId());
	}

}
