package io.vws.server;

import io.vws.bus.Event;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.wire.Frame;

/**
 * Delivers the events of the bus into the queue of one connection. Any thread that
 * publishes does so. An event is encoded once for all connections that see the same of
 * it, before any of them gets it.
 */
final class ConnectionDelivery implements Subscriber {

	private final VwsConnection connection;

	private final VwsServer server;

	private final Link link;

	private final ConnectionSubscriptions subscriptions;

	private final EventEncoder encoder;

	ConnectionDelivery(VwsConnection connection, VwsServer server, Link link, ConnectionSubscriptions subscriptions) {
		this.connection = connection;
		this.server = server;
		this.link = link;
		this.subscriptions = subscriptions;
		this.encoder = server.encoder().with(connection.names());
	}

	@Override
	public void prepare(Event event) {
		event.encoded(this.encoder);
	}

	@Override
	public void deliver(Event event, Subscription subscription) {
		DeliverObservation observation = this.server.deliverObservation();
		if (observation.isNoop()) {
			send(event, subscription);
			return;
		}
		observation.observe(new DeliverContext(event, this.connection.peer()), () -> send(event, subscription));
	}

	private DeliveryOutcome send(Event event, Subscription subscription) {
		if (this.connection.isIdentityOver()) {
			return DeliveryOutcome.CLOSED;
		}
		PeerTransforms own = this.server.peerTransforms();
		Frame frame = (own != null) ? own.frame(event, this.connection.peer(), this.encoder)
				: event.encoded(this.encoder);
		if (frame == EventEncoder.NOTHING) {
			return DeliveryOutcome.FILTERED;
		}
		DeliveryOutcome outcome = send(frame, event, subscription);
		if (outcome == DeliveryOutcome.OVERFLOW) {
			this.connection.overflow();
		}
		return outcome;
	}

	/**
	 * By the subscription that matched, or by another one that matches too if that has
	 * ended meanwhile.
	 */
	private DeliveryOutcome send(Frame frame, Event event, Subscription subscription) {
		Subscription via = this.subscriptions.isWanted(subscription, event.topic()) ? subscription
				: this.subscriptions.find(event.topic());
		while (via != null) {
			DeliveryOutcome outcome = this.link.send(frame, via);
			if (outcome != DeliveryOutcome.UNWANTED) {
				return outcome;
			}
			via = this.subscriptions.find(event.topic());
		}
		return DeliveryOutcome.UNWANTED;
	}

	@Override
	public String toString() {
		return this.connection.toString();
	}

}
