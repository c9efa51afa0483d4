package io.vws.server;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.log.LogThrottle;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import io.vws.transform.Outcome;
import io.vws.wire.NackCode;
import io.vws.wire.VwsMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The way of a client's event onto the bus: check, authorize, hand over. Stateless;
 * shared by all connections.
 */
final class EventIntake {

	private static final Logger logger = LoggerFactory.getLogger(EventIntake.class);

	private final LogThrottle authorizerFailures = new LogThrottle(logger);

	private final HandOver handOver;

	private final VwsAuthorizer authorizer;

	private final JsonMapper mapper;

	private final TraceTrust trace;

	private final @Nullable InboundTransforms transforms;

	EventIntake(HandOver handOver, VwsAuthorizer authorizer, JsonMapper mapper, TraceTrust trace,
			@Nullable InboundTransforms transforms) {
		this.handOver = handOver;
		this.authorizer = authorizer;
		this.mapper = mapper;
		this.trace = trace;
		this.transforms = transforms;
	}

	/**
	 * Publish what a peer sent.
	 * @param names what the peer calls the topics of the bus
	 * @param withinRate whether the peer may send it now
	 * @return {@code null} if the bus took the event, or a decision or a transform
	 * dropped it; else why it was refused
	 */
	@Nullable Refusal publish(Peer peer, ClientNames names, VwsMessage.Event message, boolean withinRate) {
		Topic topic;
		try {
			topic = names.topic((message.topic() != null) ? message.topic() : "");
		}
		catch (InvalidTopicException ex) {
			return new Refusal(NackCode.INVALID_TOPIC, ex.getMessage());
		}
		if (message.data() == null) {
			return Refusal.of(NackCode.DATA_REQUIRED);
		}
		if (!withinRate) {
			return Refusal.of(NackCode.RATE_LIMITED);
		}
		return authorize(peer,
				new Event(topic, Payload.ofJson(message.data(), this.mapper), travelling(message.headers()), peer));
	}

	private Map<String, String> travelling(Map<String, String> headers) {
		return (this.trace == TraceTrust.CONTINUE) ? TraceHeaders.withoutInvalid(headers)
				: TraceHeaders.restarted(headers, ThreadLocalRandom.current());
	}

	/** The rules are asked about what was sent, and about what was made of it. */
	private @Nullable Refusal authorize(Peer peer, Event sent) {
		Decision decision = ask(peer, sent);
		if (!isGrant(decision)) {
			return refusal(decision);
		}
		Event made = (decision instanceof Decision.Rewrite rewrite) ? from(peer, rewrite.event()) : sent;
		if (this.transforms != null) {
			Outcome outcome = this.transforms.apply(made);
			if (outcome == null) {
				return Refusal.of(NackCode.INTERNAL);
			}
			Event transformed = outcome.result(made);
			if (transformed == null) {
				return null;
			}
			made = from(peer, transformed);
		}
		if (made != sent) {
			decision = ask(peer, made); // a rewrite just grants now
		}
		return isGrant(decision) ? this.handOver.toAll(made) : refusal(decision);
	}

	private static boolean isGrant(Decision decision) {
		return decision instanceof Decision.Allow || decision instanceof Decision.Rewrite;
	}

	private static @Nullable Refusal refusal(Decision decision) {
		return (decision instanceof Decision.Refuse refuse) ? new Refusal(NackCode.FORBIDDEN, refuse.text()) : null;
	}

	/** Whatever is made of an event, its sender stays who sent it. */
	private static Event from(Peer peer, Event event) {
		return (event.sender() == peer) ? event : new Event(event.topic(), event.payload(), event.headers(), peer);
	}

	private Decision ask(Peer peer, Event event) {
		try {
			return Objects.requireNonNull(this.authorizer.authorizePublish(peer, event), "No decision");
		}
		catch (RuntimeException | Error ex) {
			this.authorizerFailures.failed(ex, "The authorizer failed, so an event of {} was refused",
					peer.connectionId());
			return Decision.refuse();
		}
	}

}
