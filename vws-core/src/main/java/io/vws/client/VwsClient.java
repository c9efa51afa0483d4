package io.vws.client;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.vws.topic.InvalidTopicException;
import tools.jackson.core.JacksonException;

/**
 * Publishes to and subscribes at an event bus: that of a server, over one connection that
 * comes back by itself, or that of this very process. Thread-safe; all methods return at
 * once.
 * <p>
 * Every end of the connection starts a reconnect, except {@link #close()}, a close code
 * from 4500 to 4999 and an upgrade that is refused with 401, 403 or a redirect. After a
 * reconnect all subscriptions are made again before anything that waited is sent, and
 * {@link VwsClientListener#gap} tells that events may be missing.
 * <p>
 * No future that this client returns stays open for ever: it ends with the answer, after
 * the request timeout, or with the connection; that of a subscription when the server has
 * decided, or the client is closed. Futures complete on threads on which code may wait;
 * handlers run there too, in order and one at a time for each subscription, so a handler
 * may publish and wait for the answer.
 *
 * <pre class="code">
 * VwsClient client = VwsClient.builder("wss://shop.example/vws").build();
 * client.subscribe("orders/+id/status", OrderStatus.class,
 *         (status, event) -> show(event.variable("id"), status));
 * client.connect();
 * client.publish("orders/7/notes", new Note("no onions")).join();
 * </pre>
 */
public interface VwsClient extends AutoCloseable {

	/**
	 * Return a builder of a client of a server.
	 * @param url the endpoint, with scheme {@code ws}, {@code wss}, {@code http} or
	 * {@code https}
	 * @throws IllegalArgumentException if the URL is not valid
	 */
	static VwsClientBuilder builder(String url) {
		return new VwsClientBuilder(url);
	}

	/**
	 * Start to connect, unless that happened already. Also starts again after a final
	 * end; the subscriptions that had been made before come back.
	 * @return completes when the client is connected, which may take several attempts;
	 * fails with a {@link ConnectionRefusedException} if there is no way, and with a
	 * {@link ClientClosedException} if the client is closed
	 */
	CompletableFuture<Void> connect();

	/**
	 * Subscribe to the topics that a pattern matches, at once or as soon as the client is
	 * connected, and again after every reconnect. Subscriptions to the same pattern share
	 * one on the wire.
	 * @param pattern the pattern, such as {@code orders/+id/status}
	 * @param handler called for every event, in the order in which they arrive
	 * @return the handle; if the client is closed it has failed already
	 * @throws InvalidTopicException if the pattern is not valid
	 */
	ClientSubscription subscribe(String pattern, EventHandler handler);

	/**
	 * Subscribe as {@link #subscribe(String, EventHandler)} does, with payloads converted
	 * to a type. An event whose payload does not fit is told to
	 * {@link VwsClientListener#failed}, and no other is affected.
	 * @param type what Jackson converts the payload to
	 * @throws InvalidTopicException if the pattern is not valid
	 */
	default <T> ClientSubscription subscribe(String pattern, Class<T> type, PayloadHandler<? super T> handler) {
		return subscribe(pattern, (event) -> handler.handle(event.payload(type), event));
	}

	/**
	 * Publish an object and wait for the acknowledgment. Without a connection the message
	 * waits, within the request timeout. The client never publishes twice: whether to try
	 * again after a {@link RequestTimeoutException} or an {@link UnknownOutcomeException}
	 * is for the caller to decide.
	 * @param topic the topic, such as {@code orders/7/status}
	 * @param payload any object that Jackson can write, except {@code null}
	 * @return completes when the server has authorized and taken the event; fails with a
	 * {@link VwsClientException}
	 * @throws InvalidTopicException if the topic is not valid
	 * @throws IllegalArgumentException if the payload is {@code null}
	 * @throws JacksonException if Jackson cannot write the payload
	 */
	default CompletableFuture<Void> publish(String topic, Object payload) {
		return publish(topic, payload, Map.of());
	}

	/**
	 * Publish an object with headers, as {@link #publish(String, Object)} does.
	 * @param headers headers of the message, such as {@code traceparent}; which of them
	 * travel on is up to the server
	 * @throws InvalidTopicException if the topic is not valid
	 * @throws IllegalArgumentException if the payload is {@code null}
	 * @throws JacksonException if Jackson cannot write the payload
	 */
	CompletableFuture<Void> publish(String topic, Object payload, Map<String, String> headers);

	/**
	 * Publish an object without acknowledgment: nothing is told if the server refuses it,
	 * or if it waits for the connection longer than the request timeout.
	 * @return whether the client took it; {@code false} if it is closed, or if too many
	 * messages wait for the connection or its socket
	 * @throws InvalidTopicException if the topic is not valid
	 * @throws IllegalArgumentException if the payload is {@code null}
	 * @throws JacksonException if Jackson cannot write the payload
	 */
	boolean send(String topic, Object payload);

	/**
	 * End all subscriptions, also those that the server makes for each connection.
	 * @return completes when the server has confirmed, at once if there is no connection
	 */
	CompletableFuture<Void> unsubscribeAll();

	/**
	 * What the client is doing.
	 */
	ClientStatus status();

	/**
	 * Tell a listener what happens from now on.
	 * @return ends that
	 */
	Runnable addListener(VwsClientListener listener);

	/**
	 * End the connection, after what was given to {@link #send}. What waits for an answer
	 * fails with a {@link ClientClosedException}; what a handler has begun goes on, and
	 * the events that wait for it are forgotten. Further calls do nothing, but
	 * {@link #connect()} starts again.
	 */
	@Override
	void close();

}
