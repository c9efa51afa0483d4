package io.vws.server;

import java.util.List;
import java.util.Objects;

import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.log.LogThrottle;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;
import io.vws.wire.NackCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes one connection to what the rules grant it. Used by the reading thread only,
 * but for {@link #isGranted}.
 */
final class SubscriptionRequests {

	private static final Logger logger = LoggerFactory.getLogger(SubscriptionRequests.class);

	private static final LogThrottle failures = new LogThrottle(logger);

	private static final LogThrottle rewrites = new LogThrottle(logger);

	private final VwsConnection connection;

	private final VwsServer server;

	private final Link link;

	private final ConnectionSubscriptions subscriptions;

	private final ClientNames names;

	private final Subscriber delivery;

	SubscriptionRequests(VwsConnection connection, VwsServer server, Link link, ConnectionSubscriptions subscriptions) {
		this.connection = connection;
		this.server = server;
		this.link = link;
		this.subscriptions = subscriptions;
		this.names = connection.names();
		this.delivery = new ConnectionDelivery(connection, server, link, subscriptions);
	}

	/** Make the initial subscriptions, as far as the peer may have them. */
	void subscribeInitially() {
		int rechecks = this.subscriptions.rechecks();
		this.link.hold();
		try {
			for (TopicPattern initial : this.server.settings().initialSubscriptions()) {
				TopicPattern pattern = this.names.pattern(initial);
				if (isGranted(pattern)) {
					register(pattern);
				}
				else {
					this.server.listener().initialSubscriptionRefused(this.connection.peer());
				}
			}
			repeatRecheckSince(rechecks);
		}
		finally {
			this.link.release();
		}
	}

	/**
	 * Subscribe to a pattern.
	 * @param text the pattern as the client names it
	 * @param acknowledge sends the acknowledgment
	 * @return why it is refused, {@code null} if it was acknowledged
	 */
	@Nullable Refusal subscribe(String text, Runnable acknowledge) {
		TopicPattern pattern;
		try {
			pattern = this.names.pattern(text);
		}
		catch (InvalidTopicException ex) {
			return new Refusal(NackCode.INVALID_PATTERN, ex.getMessage());
		}
		if (this.subscriptions.contains(pattern.text())) {
			acknowledge.run();
			return null;
		}
		if (this.server.isStopping()) {
			return Refusal.of(NackCode.SHUTTING_DOWN);
		}
		if (this.subscriptions.size() >= this.server.settings().limits().maxSubscriptions()) {
			return Refusal.of(NackCode.TOO_MANY_SUBSCRIPTIONS);
		}
		return authorizeAndSubscribe(pattern, acknowledge);
	}

	private @Nullable Refusal authorizeAndSubscribe(TopicPattern pattern, Runnable acknowledge) {
		int rechecks = this.subscriptions.rechecks();
		Decision decision = authorize(pattern);
		if (decision instanceof Decision.Refuse refuse) {
			return new Refusal(NackCode.FORBIDDEN, refuse.text());
		}
		if (decision instanceof Decision.Drop) {
			acknowledge.run();
		}
		else {
			acknowledgeAndRegister(pattern, acknowledge, rechecks);
		}
		return null;
	}

	/** Whether the peer may have a subscription, asked by any thread. */
	boolean isGranted(TopicPattern pattern) {
		return authorize(pattern) instanceof Decision.Allow;
	}

	private Decision authorize(TopicPattern pattern) {
		try {
			Decision decision = Objects.requireNonNull(
					this.server.authorizer().authorizeSubscribe(this.connection.peer(), pattern), "No decision");
			if (!(decision instanceof Decision.Rewrite)) {
				return decision;
			}
			rewrites.warn("The authorizer rewrote a subscription, which is refused: only events can be rewritten");
		}
		catch (RuntimeException | Error ex) {
			failures.failed(ex, "The authorizer failed, so a subscription of {} was refused",
					this.connection.peer().connectionId());
		}
		return Decision.refuse();
	}

	/**
	 * The subscription begins only once its acknowledgment is in the queue, so none of
	 * its events overtakes it; and the acknowledgment leaves only once the subscription
	 * has begun, so none is missed.
	 * @param rechecks how often the rules had been asked again when it was granted
	 */
	private void acknowledgeAndRegister(TopicPattern pattern, Runnable acknowledge, int rechecks) {
		this.link.hold();
		try {
			acknowledge.run();
			register(pattern);
			repeatRecheckSince(rechecks);
		}
		finally {
			this.link.release();
		}
	}

	private void register(TopicPattern pattern) {
		if (this.subscriptions.add(pattern.text(), () -> this.server.bus().subscribe(pattern, this.delivery))) {
			this.server.listener().subscribed(this.connection.peer(), pattern);
		}
	}

	/**
	 * The rules may have changed, and the check for that may have come, after a
	 * subscription was granted and before it was registered. The link is held, so no
	 * event of it has left.
	 */
	private void repeatRecheckSince(int rechecks) {
		if (this.subscriptions.rechecks() != rechecks) {
			this.connection.recheck();
		}
	}

	/**
	 * End the subscription to a pattern, if there is one.
	 * @param text the pattern as the client names it
	 */
	void unsubscribe(String text) {
		tellOf(this.subscriptions.remove(this.names.patternText(text)));
	}

	/** End all subscriptions. */
	void unsubscribeAll() {
		tellOf(this.subscriptions.removeAll());
	}

	private void tellOf(List<Subscription> ended) {
		for (Subscription subscription : ended) {
			this.server.listener().unsubscribed(this.connection.peer(), subscription.pattern());
		}
	}

}
