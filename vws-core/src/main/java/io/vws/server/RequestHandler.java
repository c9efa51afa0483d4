package io.vws.server;

import java.util.Objects;

import io.vws.log.LogThrottle;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;
import io.vws.wire.Frame;
import io.vws.wire.MalformedMessageException;
import io.vws.wire.MessageId;
import io.vws.wire.NackCode;
import io.vws.wire.VwsMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the requests of one connection: decodes each message, does what it asks for as
 * far as the rules grant it, and answers. Used by the reading thread only.
 */
final class RequestHandler {

	private static final Logger logger = LoggerFactory.getLogger(RequestHandler.class);

	private static final LogThrottle failures = new LogThrottle(logger);

	private static final LogThrottle rewrites = new LogThrottle(logger);

	private final VwsConnection connection;

	private final VwsServer server;

	private final Link link;

	private final ConnectionSubscriptions subscriptions;

	/**
	 * Whether the peer reads its answers, or is at least read no further until it does.
	 */
	private boolean mayAnswer = true;

	RequestHandler(VwsConnection connection, VwsServer server, Link link, ConnectionSubscriptions subscriptions) {
		this.connection = connection;
		this.server = server;
		this.link = link;
		this.subscriptions = subscriptions;
	}

	/** Make the initial subscriptions, as far as the peer may have them. */
	void subscribeInitially() {
		for (TopicPattern pattern : this.server.settings().initialSubscriptions()) {
			if (authorize(pattern) instanceof Decision.Allow) {
				register(pattern);
			}
			else {
				this.server.listener().initialSubscriptionRefused(this.connection.peer());
			}
		}
	}

	/** Handle one message. */
	void handle(String text) {
		try {
			handle(this.server.codec().decode(text));
		}
		catch (MalformedMessageException ex) {
			refuse(ex.id(), NackCode.MALFORMED);
		}
		this.mayAnswer = this.link.limitReading();
	}

	/** Answer a message that is not text. */
	void handleUnreadable() {
		refuse(null, NackCode.MALFORMED);
		this.mayAnswer = this.link.limitReading();
	}

	private void handle(VwsMessage message) {
		if (message instanceof VwsMessage.Ack || message instanceof VwsMessage.Nack) {
			return;
		}
		boolean expectsAnswer = message.id() != null || !(message instanceof VwsMessage.Event);
		this.mayAnswer = this.mayAnswer || this.link.limitReading();
		if (expectsAnswer && !this.mayAnswer) {
			refuse(message.id(), NackCode.BUSY);
		}
		else if (message instanceof VwsMessage.Event event) {
			publish(event);
		}
		else if (message instanceof VwsMessage.Subscribe request) {
			subscribe(request.id(), (request.pattern() != null) ? request.pattern() : "");
		}
		else if (message instanceof VwsMessage.Unsubscribe request) {
			this.subscriptions.remove((request.pattern() != null) ? request.pattern() : "");
			acknowledge(request.id());
		}
		else if (message instanceof VwsMessage.UnsubscribeAll) {
			this.subscriptions.removeAll();
			acknowledge(message.id());
		}
		else {
			refuse(message.id(), NackCode.UNSUPPORTED);
		}
	}

	private void publish(VwsMessage.Event event) {
		Refusal refusal = this.server.isStopping() ? Refusal.of(NackCode.SHUTTING_DOWN)
				: this.server.intake().publish(this.connection.peer(), event);
		if (refusal == null) {
			if (event.id() != null) {
				acknowledge(event.id());
			}
			return;
		}
		if (event.id() != null) {
			refuse(event.id(), refusal);
		}
		else {
			this.server.listener().refused(this.connection.peer(), refusal.code());
		}
	}

	private void subscribe(@Nullable MessageId id, String text) {
		TopicPattern pattern;
		try {
			pattern = TopicPattern.parse(text);
		}
		catch (InvalidTopicException ex) {
			refuse(id, new Refusal(NackCode.INVALID_PATTERN, ex.getMessage()));
			return;
		}
		if (this.subscriptions.contains(text)) {
			acknowledge(id);
		}
		else if (this.server.isStopping()) {
			refuse(id, NackCode.SHUTTING_DOWN);
		}
		else if (this.subscriptions.size() >= this.server.settings().limits().maxSubscriptions()) {
			refuse(id, NackCode.TOO_MANY_SUBSCRIPTIONS);
		}
		else {
			subscribe(id, pattern, authorize(pattern));
		}
	}

	private void subscribe(@Nullable MessageId id, TopicPattern pattern, Decision decision) {
		if (decision instanceof Decision.Refuse refuse) {
			refuse(id, new Refusal(NackCode.FORBIDDEN, refuse.text()));
		}
		else if (decision instanceof Decision.Drop) {
			acknowledge(id);
		}
		else {
			acknowledgeAndRegister(id, pattern);
		}
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
		catch (RuntimeException ex) {
			failures.failed(ex, "The authorizer failed, so a subscription of {} was refused",
					this.connection.peer().connectionId());
		}
		return Decision.refuse();
	}

	/**
	 * The subscription begins only once its acknowledgment is in the queue, so none of
	 * its events overtakes it; and the acknowledgment leaves only once the subscription
	 * has begun, so none is missed.
	 */
	private void acknowledgeAndRegister(@Nullable MessageId id, TopicPattern pattern) {
		this.link.hold();
		try {
			acknowledge(id);
			register(pattern);
		}
		finally {
			this.link.release();
		}
	}

	private void register(TopicPattern pattern) {
		this.subscriptions.add(pattern.text(), () -> this.server.bus().subscribe(pattern, this.connection));
	}

	private void acknowledge(@Nullable MessageId id) {
		answer(new VwsMessage.Ack(id));
	}

	private void refuse(@Nullable MessageId id, NackCode code) {
		refuse(id, Refusal.of(code));
	}

	private void refuse(@Nullable MessageId id, Refusal refusal) {
		this.server.listener().refused(this.connection.peer(), refusal.code());
		answer(new VwsMessage.Nack(id, refusal.code().code(), refusal.text()));
	}

	private void answer(VwsMessage answer) {
		if (this.link.send(Frame.answer(this.server.codec().encode(answer)), null) == Link.Sent.FULL) {
			this.connection.overflow();
		}
	}

}
