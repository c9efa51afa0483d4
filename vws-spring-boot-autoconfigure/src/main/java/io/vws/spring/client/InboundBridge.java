package io.vws.spring.client;

import java.util.ArrayList;
import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.client.ClientClosedException;
import io.vws.client.ClientSubscription;
import io.vws.client.ReceivedEvent;
import io.vws.client.SubscriptionCancelledException;
import io.vws.log.LogText;
import io.vws.log.LogThrottle;
import io.vws.spring.event.EventFailure;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes events of a server to the bus.
 */
final class InboundBridge {

	private static final Logger logger = LoggerFactory.getLogger(VwsBridge.class);

	private final LogThrottle losses = new LogThrottle(logger);

	private final BridgeEnds ends;

	private final BridgeRoute route;

	private final Peer sender;

	private final JsonMapper mapper;

	private final List<ClientSubscription> subscriptions = new ArrayList<>();

	/**
	 * Create the way to the bus.
	 * @param sender marks what comes this way
	 */
	InboundBridge(BridgeEnds ends, BridgeRoute route, Peer sender, JsonMapper mapper) {
		this.ends = ends;
		this.route = route;
		this.sender = sender;
		this.mapper = mapper;
	}

	void start() {
		for (TopicPattern pattern : this.route.patterns()) {
			ClientSubscription subscription = this.ends.client().subscribe(pattern.text(), this::publish);
			subscription.ready().whenComplete((nothing, failure) -> refused(pattern, failure));
			this.subscriptions.add(subscription);
		}
	}

	private void refused(TopicPattern pattern, @Nullable Throwable failure) {
		if (failure == null) {
			return;
		}
		Throwable cause = ClientFailures.cause(failure);
		if (!(cause instanceof SubscriptionCancelledException) && !(cause instanceof ClientClosedException)) {
			logger.warn("Bridge '{}' gets nothing of '{}' from the server: {}", this.ends.name(), pattern,
					ClientFailures.reason(cause));
		}
	}

	private void publish(ReceivedEvent received) {
		try {
			Topic topic = this.route.prefix().before(Topic.parse(received.topic()));
			this.ends.bus()
				.publish(new Event(topic, Payload.ofJson(received.json(), this.mapper),
						TravellingHeaders.of(received.headers()), this.sender));
		}
		catch (RuntimeException ex) {
			this.ends.failures().failed(EventFailure.BRIDGE_INBOUND);
			this.losses.warn("Bridge '{}' lost an event of '{}' on its way from the server: {}", this.ends.name(),
					LogText.printable(received.topic()), ClientFailures.reason(ex));
		}
	}

	void stop() {
		this.subscriptions.forEach(ClientSubscription::cancel);
		this.subscriptions.clear();
	}

}
