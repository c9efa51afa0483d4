package io.vws.spring.observation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter.Type;
import io.vws.delivery.OverflowPolicy;
import io.vws.server.MessageKind;
import io.vws.server.MessageSize;
import io.vws.spring.event.ClientEventPublisher;
import io.vws.spring.event.EventFailure;
import io.vws.transform.Direction;
import io.vws.wire.NackCode;
import org.jspecify.annotations.Nullable;

/**
 * All meters: their names, units, tags with all their values, and what they mean. The
 * table in {@code docs/metrics.md} is made of this.
 */
enum VwsMeter {

	CONNECTIONS_ACTIVE("vws.connections.active", Type.GAUGE, "connections", "Connections that are open"),

	CONNECTIONS_OPENED("vws.connections.opened", Type.COUNTER, "connections", "Connections that were opened"),

	CONNECTIONS_CLOSED("vws.connections.closed", Type.COUNTER, "connections", "Connections that ended, by close code",
			Tags.of("code", CloseCodes.tags())),

	CONNECTIONS_DURATION("vws.connections.duration", Type.TIMER, "seconds", "How long connections were open"),

	CONNECTIONS_REJECTED("vws.connections.rejected", Type.COUNTER, "connections",
			"Connections that were not taken, by reason", Tags.of("reason", Rejections.tags())),

	SUBSCRIPTIONS_ACTIVE("vws.subscriptions.active", Type.GAUGE, "subscriptions",
			"Subscriptions of all connections that are open"),

	SUBSCRIPTIONS_INITIAL_REFUSED("vws.subscriptions.initial.refused", Type.COUNTER, "subscriptions",
			"Initial subscriptions that the rules refused"),

	MESSAGES_RECEIVED("vws.messages.received", Type.COUNTER, "messages",
			"Messages that clients sent, also those that were refused, by kind and by size: at most so many bytes",
			Tags.of("kind", KindTags.ALL), Tags.of("size", KindTags.SIZES)),

	MESSAGES_RECEIVED_SIZE("vws.messages.received.size", Type.COUNTER, "bytes",
			"Bytes of the messages that clients sent", Tags.of("kind", KindTags.ALL)),

	MESSAGES_SENT("vws.messages.sent", Type.COUNTER, "messages", "Messages that were written to the sockets of clients",
			Tags.of("kind", KindTags.SENT)),

	MESSAGES_SENT_SIZE("vws.messages.sent.size", Type.COUNTER, "bytes",
			"Bytes of the messages that were written to the sockets of clients", Tags.of("kind", KindTags.SENT)),

	REQUESTS("vws.requests", Type.TIMER, "seconds",
			"Number of messages of clients, and the time that it took to handle them: from the text to the answer in the queue",
			Tags.of("kind", KindTags.ALL)),

	REQUESTS_REFUSED("vws.requests.refused", Type.COUNTER, "requests", "Requests of clients that were refused",
			Tags.of("code", Arrays.stream(NackCode.values()).map(NackCode::code))),

	AUTHORIZATION_DENIED("vws.authorization.denied", Type.COUNTER, "requests",
			"Requests that the rules denied, by what was asked for",
			Tags.of("action", Stream.of("publish", "subscribe"))),

	EVENTS_ENCODED("vws.events.encoded", Type.COUNTER, "events",
			"Events that were encoded, each once for all clients, by size: at most so many bytes",
			Tags.of("size", KindTags.SIZES)),

	EVENTS_DROPPED("vws.events.dropped", Type.COUNTER, "events", "Events dropped because a client reads too slowly",
			Tags.of("policy", OverflowPolicy.values())),

	EVENTS_LOST("vws.events.lost", Type.COUNTER, "events",
			"Events lost between the application, the bus and servers at the other end of a bridge",
			Tags.of("reason", EventFailure.values())),

	LISTENERS("vws.listeners", Type.TIMER, "seconds",
			"How long the application's listeners took for an event: all `@EventListener` methods together, and each `@VwsListener`, whose id is a value of the tag as soon as it was called",
			Tags.of("listener", Stream.of(ClientEventPublisher.LISTENERS))),

	TRANSFORMS_DROPPED("vws.transforms.dropped", Type.COUNTER, "events", "Events that a transform dropped",
			Tags.of("direction", Direction.values())),

	TRANSFORMS_FAILED("vws.transforms.failed", Type.COUNTER, "events",
			"Events refused or not sent because a transform failed", Tags.of("direction", Direction.values())),

	QUEUE_MESSAGES("vws.queue.messages", Type.GAUGE, "messages", "Messages that wait for clients, in all queues"),

	QUEUE_SIZE("vws.queue.size", Type.GAUGE, "bytes", "Bytes that wait for clients, in all queues"),

	QUEUE_LAG("vws.queue.lag", Type.GAUGE, "seconds",
			"How long the slowest client has been taking what is written to it now"),

	PINGS("vws.pings", Type.COUNTER, "pings", "Pings that were sent"),

	PONGS_MISSED("vws.pongs.missed", Type.COUNTER, "connections",
			"Connections that were ended because a pong did not come in time"),

	WRITES_TIMED_OUT("vws.writes.timed.out", Type.COUNTER, "connections",
			"Connections that were ended because a write took too long"),

	BUS_PUBLISHED("vws.bus.published", Type.COUNTER, "events",
			"Events that were published on the bus, by clients and by the application"),

	BUS_SUBSCRIBERS_FAILED("vws.bus.subscribers.failed", Type.COUNTER, "deliveries",
			"Deliveries that failed in a subscriber");

	private final String id;

	private final Type type;

	private final String unit;

	private final String description;

	private final List<Tags> tags;

	VwsMeter(String id, Type type, String unit, String description, Tags... tags) {
		this.id = id;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.tags = List.of(tags);
	}

	/** Name of the meter. */
	String id() {
		return this.id;
	}

	Type type() {
		return this.type;
	}

	/** What is counted or measured in. */
	String unit() {
		return this.unit;
	}

	/** The unit as registries want it: that of counted things is left out. */
	@Nullable String baseUnit() {
		return (this.unit.equals("bytes") || this.unit.equals("seconds")) ? this.unit : null;
	}

	String description() {
		return this.description;
	}

	List<Tags> tags() {
		return this.tags;
	}

	/** How an enum's value stands in a tag. */
	static String tag(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * A tag and all its values.
	 */
	record Tags(String key, List<String> values) {

		static Tags of(String key, Stream<String> values) {
			return new Tags(key, values.toList());
		}

		static Tags of(String key, List<String> values) {
			return new Tags(key, values);
		}

		static Tags of(String key, Enum<?>... values) {
			return of(key, Arrays.stream(values).map(VwsMeter::tag));
		}

	}

	/** Kinds and sizes of messages. */
	private static final class KindTags {

		static final List<String> ALL = Arrays.stream(MessageKind.values()).map(MessageKind::tag).toList();

		static final List<String> SENT = List.of("event", "answer");

		static final List<String> SIZES = Arrays.stream(MessageSize.values()).map(MessageSize::tag).toList();

	}

}
