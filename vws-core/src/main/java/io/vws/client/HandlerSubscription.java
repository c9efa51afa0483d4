package io.vws.client;

import java.util.concurrent.CompletableFuture;

import io.vws.delivery.ListenerQueue;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * One handler's interest in one pattern, with the queue before the handler. Events come
 * from the reading thread and reach the handler on the executor, in order and one at a
 * time.
 */
final class HandlerSubscription implements ClientSubscription {

	private final ClientContext context;

	private final Subscriptions subscriptions;

	private final TopicPattern pattern;

	private final EventHandler handler;

	private final ListenerQueue<ReceivedEvent> queue;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	/** Whether it was decided what becomes of {@link #ready}; guarded by the turn. */
	private boolean decided;

	private volatile boolean active = true;

	private volatile boolean cancelled;

	HandlerSubscription(ClientContext context, Subscriptions subscriptions, TopicPattern pattern, EventHandler handler,
			HandlerLimits limits) {
		this.context = context;
		this.subscriptions = subscriptions;
		this.pattern = pattern;
		this.handler = handler;
		this.queue = new ListenerQueue<>(limits.capacity(), limits.onOverflow(), context.executor(),
				ReceivedEvent::topic, this::handle,
				(event) -> context.notices().dropped(pattern.text(), limits.onOverflow()));
	}

	@Override
	public String pattern() {
		return this.pattern.text();
	}

	TopicPattern topicPattern() {
		return this.pattern;
	}

	@Override
	public CompletableFuture<Void> ready() {
		return this.ready.copy();
	}

	@Override
	public boolean isActive() {
		return this.active;
	}

	@Override
	public CompletableFuture<Void> cancel() {
		return this.subscriptions.cancel(this);
	}

	/** Whether {@link #ready()} has ended, or is about to. Within a turn. */
	boolean isDecided() {
		return this.decided;
	}

	/** The server has confirmed the subscription. Within a turn. */
	void confirmed() {
		decide(null);
	}

	/** No further event comes; those that wait are still handled. Within a turn. */
	void end(VwsClientException reason) {
		this.active = false;
		this.queue.close();
		decide(reason);
	}

	/** Nobody wants further events, nor those that wait. Within a turn. */
	void cancelled(SubscriptionCancelledException reason) {
		this.cancelled = true;
		end(reason);
		forgetEvents();
	}

	private void decide(@Nullable VwsClientException failure) {
		if (!this.decided) {
			this.decided = true;
			this.context.complete(this.ready, failure);
		}
	}

	/** Forget the events that wait for the handler. */
	void forgetEvents() {
		this.queue.takeAll();
	}

	/**
	 * Take an event. Called by the reading thread, without the turn.
	 * @return {@code false} if it is lost although that is not allowed
	 */
	boolean offer(ReceivedEvent event) {
		return this.queue.offer(event) || !this.active;
	}

	private void handle(ReceivedEvent event) {
		if (this.cancelled) {
			return;
		}
		try {
			this.handler.handle(event);
		}
		catch (Exception | Error ex) {
			this.subscriptions.handlerFailed(ex, pattern());
		}
	}

}
