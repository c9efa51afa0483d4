package io.vws.spring.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.client.ClientState;
import io.vws.client.ClientStatus;
import io.vws.client.ClientSubscription;
import io.vws.client.EventHandler;
import io.vws.client.ReceivedEvent;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientListener;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of a server that is not there. Hands events to handlers on the caller's
 * thread, so a test sees whether a handler waits.
 */
final class FakeClient implements VwsClient {

	final List<FakeSubscription> subscriptions = new CopyOnWriteArrayList<>();

	final List<String> published = new CopyOnWriteArrayList<>();

	/** What the server answers to a publish. */
	CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

	/** What the server answers to a subscribe. */
	CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

	/** The server refuses a subscription, which is gone. */
	void refuse(String pattern) {
		this.subscriptions.stream()
			.filter((subscription) -> subscription.pattern().equals(pattern))
			.forEach((subscription) -> subscription.active = false);
	}

	/** Hand an event to all subscriptions that match. */
	void receive(String topic, String json) {
		for (FakeSubscription subscription : new ArrayList<>(this.subscriptions)) {
			TopicPattern pattern = TopicPattern.parse(subscription.pattern());
			if (subscription.isActive() && pattern.matches(topic)) {
				try {
					subscription.handler.handle(new ReceivedEvent(Topic.parse(topic), pattern, json,
							Map.of("traceparent", "00-1"), JsonMapper.shared()));
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}
		}
	}

	@Override
	public ClientSubscription subscribe(String pattern, EventHandler handler) {
		FakeSubscription subscription = new FakeSubscription(pattern, handler, this.ready);
		this.subscriptions.add(subscription);
		return subscription;
	}

	@Override
	public CompletableFuture<Void> publish(String topic, Object payload, Map<String, String> headers) {
		this.published.add(topic + " " + JsonMapper.shared().writeValueAsString(payload));
		return this.answer;
	}

	@Override
	public CompletableFuture<Void> connect() {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public boolean send(String topic, Object payload) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Void> unsubscribeAll() {
		throw new UnsupportedOperationException();
	}

	@Override
	public ClientStatus status() {
		return new ClientStatus(ClientState.OPEN, Instant.EPOCH, 0);
	}

	@Override
	public Runnable addListener(VwsClientListener listener) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
	}

	/** A subscription at the server that is not there. */
	static final class FakeSubscription implements ClientSubscription {

		private final String pattern;

		private final EventHandler handler;

		private final CompletableFuture<Void> ready;

		private volatile boolean active = true;

		private FakeSubscription(String pattern, EventHandler handler, CompletableFuture<Void> ready) {
			this.pattern = pattern;
			this.handler = handler;
			this.ready = ready;
		}

		@Override
		public String pattern() {
			return this.pattern;
		}

		@Override
		public CompletableFuture<Void> ready() {
			return this.ready;
		}

		@Override
		public boolean isActive() {
			return this.active;
		}

		@Override
		public CompletableFuture<@Nullable Void> cancel() {
			this.active = false;
			return CompletableFuture.completedFuture(null);
		}

	}

}
