package io.vws.spring.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.Subscription;
import io.vws.client.ClientSubscription;
import io.vws.client.EventHandler;
import io.vws.client.ReceivedEvent;
import io.vws.client.SubscriptionCancelledException;
import io.vws.client.VwsClientException;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * Subscription of a {@link LocalVwsClient}, whose monitor guards its place on the bus.
 */
final class LocalSubscription implements ClientSubscription {

	private final LocalVwsClient client;

	private final TopicPattern pattern;

	private final EventHandler handler;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private final AtomicLong dropped = new AtomicLong();

	private final ReentrantLock calling = new ReentrantLock();

	private @Nullable QueueSubscriber subscriber;

	private @Nullable Subscription subscription;

	private boolean opened;

	private volatile boolean active = true;

	LocalSubscription(LocalVwsClient client, TopicPattern pattern, EventHandler handler) {
		this.client = client;
		this.pattern = pattern;
		this.handler = handler;
	}

	/** Subscribe to the bus. The client's monitor is held. */
	void open(EventBus bus) {
		LocalClientSettings settings = this.client.settings();
		QueueSubscriber opened = new QueueSubscriber(settings.handlerCapacity(), settings.onOverflow(),
				this.client.executor(), this::handle,
				(event) -> this.client.listeners().dropped(pattern(), settings.onOverflow(), this.dropped));
		this.subscriber = opened;
		this.subscription = bus.subscribe(this.pattern, opened);
		this.opened = true;
		this.client.end(this.ready, null);
	}

	/**
	 * Leave the bus until the client is connected again; what waits for the handler is
	 * forgotten. The client's monitor is held.
	 * @param reason why there is no way back, if the bus was never reached
	 * @return whether there is a way back
	 */
	boolean close(VwsClientException reason) {
		if (!this.opened) {
			end(reason);
		}
		leave();
		return this.opened;
	}

	/** There will be no further event. The client's monitor is held. */
	void end(VwsClientException reason) {
		this.active = false;
		leave();
		this.client.end(this.ready, reason); // without effect once it was ready
	}

	private void leave() {
		if (this.subscription != null && this.subscriber != null) {
			this.subscription.cancel();
			this.subscriber.discard();
		}
		this.subscription = null;
		this.subscriber = null;
	}

	private void handle(Event event) {
		this.calling.lock(); // a call from before the client was closed may go on
		try {
			this.handler.handle(new ReceivedEvent(event.topic(), this.pattern, event.payload().json(), event.headers(),
					this.client.mapper()));
		}
		catch (Throwable ex) { // an error would end the thread unheard
			this.client.listeners().failed(ex, this.pattern.text());
		}
		finally {
			this.calling.unlock();
		}
	}

	@Override
	public String pattern() {
		return this.pattern.text();
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
		synchronized (this.client) {
			this.client.remove(this);
			end(new SubscriptionCancelledException("The subscription was cancelled"));
		}
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public String toString() {
		return "ClientSubscription[" + this.pattern + "]";
	}

}
