package io.vws.spring.event;

import java.util.Map;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

import org.springframework.util.Assert;

/**
 * A client of this application published an event, and the publish rules granted it.
 * Received by {@code @EventListener} methods on the node where the client is connected,
 * one event after the other in the order in which the server took them.
 *
 * <pre class="code">
 * &#64;EventListener(condition = "#message.topic() == 'orders/new'")
 * void placed(VwsMessageEvent message) {
 *     NewOrder order = message.payload(NewOrder.class);
 *     ...
 * }
 * </pre>
 */
public final class VwsMessageEvent {

	private final Event event;

	private final Peer sender;

	VwsMessageEvent(Event event) {
		Peer peer = event.sender();
		Assert.notNull(peer, "The event must come from a client");
		this.event = event;
		this.sender = peer;
	}

	/**
	 * The topic that the client published to.
	 */
	public String topic() {
		return this.event.topic().text();
	}

	/**
	 * The payload as the JSON text that the client sent.
	 */
	public String json() {
		return this.event.payload().json();
	}

	/**
	 * Convert the payload.
	 * @throws tools.jackson.core.JacksonException if it does not fit the type
	 */
	public <T> T payload(Class<T> type) {
		return required(this.event.payload().as(type));
	}

	/**
	 * Convert the payload to a generic type.
	 * @throws tools.jackson.core.JacksonException if it does not fit the type
	 */
	public <T> T payload(TypeReference<T> type) {
		return required(this.event.payload().as(type));
	}

	/** Clients cannot publish null. */
	private static <T> T required(@Nullable T payload) {
		Assert.state(payload != null, "The payload is null");
		return payload;
	}

	/**
	 * Headers that travel with the event; immutable.
	 */
	public Map<String, String> headers() {
		return this.event.headers();
	}

	/**
	 * The client that published the event.
	 */
	public Peer sender() {
		return this.sender;
	}

	@Override
	public String toString() {
		return "VwsMessageEvent[" + topic() + "]";
	}

}
