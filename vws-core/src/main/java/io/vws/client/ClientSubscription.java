package io.vws.client;

import java.util.concurrent.CompletableFuture;

/**
 * Handle of one handler's interest in one pattern. Thread-safe.
 */
public interface ClientSubscription {

	/**
	 * The pattern as it was given.
	 */
	String pattern();

	/**
	 * Completes when the server has confirmed the subscription for the first time: from
	 * then on every event reaches the handler or is accounted for. Fails with a
	 * {@link VwsClientException} if the server refuses, and the subscription is then
	 * gone. While there is no connection it waits, and while the server refuses only for
	 * the moment ({@code busy}, {@code rate-limited}, {@code shutting-down},
	 * {@code internal}) or does not answer: that is tried again.
	 */
	CompletableFuture<Void> ready();

	/**
	 * Whether the subscription is neither cancelled nor refused. One that waits for a
	 * connection is active.
	 */
	boolean isActive();

	/**
	 * End the subscription: no further call of the handler begins, and what waits for it
	 * is forgotten.
	 * @return completes when the server has confirmed, at once if there is no connection
	 * or the pattern has other handlers
	 */
	CompletableFuture<Void> cancel();

}
