package io.vws.server;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.vws.bus.Peer;
import io.vws.wire.NackCode;
import io.vws.wire.VwsMessage;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client's request that is observed. The trace of an event that a
 * client publishes is in its headers, unless it is not to be continued.
 */
public final class ReceiveContext extends ReceiverContext<Map<String, String>> {

	private final Peer peer;

	private final VwsMessage message;

	private final @Nullable String clientTrace;

	private @Nullable NackCode refusal;

	ReceiveContext(Peer peer, VwsMessage message, TraceTrust trust) {
		super((headers, key) -> headers.get(key), Kind.SERVER);
		this.peer = peer;
		this.message = message;
		Map<String, String> headers = (message instanceof VwsMessage.Event event) ? event.headers() : Map.of();
		boolean trusted = trust == TraceTrust.CONTINUE;
		this.clientTrace = trusted ? null : TraceHeaders.traceparent(headers);
		setCarrier(trusted ? headers : Map.of());
	}

	/**
	 * Who asks.
	 */
	public Peer peer() {
		return this.peer;
	}

	/**
	 * The request as it came. Its texts are whatever the client sent.
	 */
	public VwsMessage message() {
		return this.message;
	}

	/**
	 * The kind of the request.
	 */
	public MessageKind kind() {
		return MessageKind.of(this.message);
	}

	/**
	 * Why the request was refused.
	 * @return the code, {@code null} if it was done or is not finished
	 */
	public @Nullable NackCode refusal() {
		return this.refusal;
	}

	void refusal(@Nullable NackCode refusal) {
		this.refusal = refusal;
	}

	/**
	 * The topic or the pattern of the request, as the client sent it.
	 * @return the text or {@code null} if there is none
	 */
	public @Nullable String topic() {
		if (this.message instanceof VwsMessage.Event event) {
			return event.topic();
		}
		if (this.message instanceof VwsMessage.Subscribe subscribe) {
			return subscribe.pattern();
		}
		return (this.message instanceof VwsMessage.Unsubscribe unsubscribe) ? unsubscribe.pattern() : null;
	}

	/**
	 * The {@code traceparent} of the client that is not continued.
	 * @return a valid one or {@code null}
	 */
	public @Nullable String clientTrace() {
		return this.clientTrace;
	}

}
