package io.vws.spring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.client.ClientState;
import io.vws.log.LogText;
import io.vws.log.LogThrottle;
import io.vws.spring.event.EventFailure;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.util.RawValue;

/**
 * Publishes events of the bus to a server, in order. A publisher never waits for the
 * server: events wait in a queue, and so many at a time for their acknowledgments.
 */
final class OutboundBridge {

	/** A server reads no further while a client has more unanswered requests. */
	private static final int UNANSWERED = 64;

	private final LogThrottle losses = new LogThrottle(LoggerFactory.getLogger(VwsBridge.class));

	private final BridgeEnds ends;

	private final BridgeRoute route;

	private final Peer inbound;

	private final BridgeQueue queue;

	private final Executor executor;

	private final Semaphore window = new Semaphore(UNANSWERED);

	private final List<Subscription> subscriptions = new ArrayList<>();

	private @Nullable QueueSubscriber subscriber;

	/**
	 * Create the way to the server.
	 * @param inbound sender of what came from the server, which does not go back
	 */
	OutboundBridge(BridgeEnds ends, BridgeRoute route, Peer inbound, BridgeQueue queue, Executor executor) {
		this.ends = ends;
		this.route = route;
		this.inbound = inbound;
		this.queue = queue;
		this.executor = executor;
	}

	void start() {
		QueueSubscriber started = new QueueSubscriber(this.queue.capacity(), this.queue.onOverflow(), this.executor,
				this::send, (event) -> lost(event, "too many wait"));
		Subscriber others = new Others(started);
		this.subscriber = started;
		for (TopicPattern pattern : this.route.patterns()) {
			this.subscriptions.add(this.ends.bus().subscribe(pattern, others)); // delivered
																				// once
		}
	}

	private void send(Event event) {
		this.window.acquireUninterruptibly();
		try {
			this.ends.client()
				.publish(this.route.prefix().before(event.topic()).text(), new RawValue(event.payload().json()),
						event.headers())
				.whenComplete((nothing, failure) -> sent(event, failure));
		}
		catch (RuntimeException ex) {
			sent(event, ex);
		}
	}

	private void sent(Event event, @Nullable Throwable failure) {
		this.window.release();
		if (failure != null) {
			lost(event, ClientFailures.reason(failure));
		}
	}

	private void lost(Event event, String reason) {
		this.ends.failures().failed(EventFailure.BRIDGE_OUTBOUND);
		this.losses.warn("Bridge '{}' lost an event of '{}' on its way to the server: {}", this.ends.name(),
				LogText.printable(event.topic().text()), reason);
	}

	/** Send what waits if there is a connection; what is left then is told. */
	void stop() {
		this.subscriptions.forEach(Subscription::cancel);
		this.subscriptions.clear();
		boolean connected = this.ends.client().status().state() == ClientState.OPEN;
		Duration timeout = connected ? this.queue.stopTimeout() : Duration.ZERO;
		try {
			if (this.subscriber != null && this.subscriber.end(timeout)
					&& this.window.tryAcquire(UNANSWERED, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				this.window.release(UNANSWERED);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Passes on what did not come from the server.
	 */
	private final class Others implements Subscriber {

		private final Subscriber next;

		Others(Subscriber next) {
			this.next = next;
		}

		private boolean isOther(Event event) {
			return event.sender() != OutboundBridge.this.inbound;
		}

		@Override
		public void prepare(Event event) {
			if (isOther(event)) {
				this.next.prepare(event);
			}
		}

		@Override
		public void cancel(Event event) {
			if (isOther(event)) {
				this.next.cancel(event);
			}
		}

		@Override
		public void deliver(Event event, Subscription subscription) {
			if (isOther(event)) {
				this.next.deliver(event, subscription);
			}
		}

	}

}
