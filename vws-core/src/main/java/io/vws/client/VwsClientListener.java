package io.vws.client;

import io.vws.delivery.OverflowPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Told what happens to a {@link VwsClient}, one call after the other in the order in
 * which it happened, on a thread on which code may wait. What a method throws is logged
 * and harms nobody.
 */
public interface VwsClientListener {

	/** The state changed. */
	default void stateChanged(ClientStatus status, ClientState previous) {
	}

	/** A connection ended, or an attempt to connect failed. */
	default void closed(ConnectionEnd end) {
	}

	/**
	 * After a reconnect, once the subscriptions are there again: events may be missing. A
	 * subscription that the server makes the client wait for has a gap of its own later.
	 */
	default void gap(Gap gap) {
	}

	/** The overflow policy dropped events that waited for a handler. */
	default void dropped(String pattern, OverflowPolicy policy, long events) {
	}

	/**
	 * Something failed that nobody need wait for: a handler threw, a payload did not fit,
	 * the server refused a subscription, which is gone then, or the connection ended for
	 * good.
	 * @param pattern the pattern of the subscription, {@code null} if it is about the
	 * connection
	 */
	default void failed(Throwable failure, @Nullable String pattern) {
	}

}
