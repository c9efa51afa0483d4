package io.vws.spring.event;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

import io.vws.bus.Peer;
import io.vws.delivery.ListenerQueue;
import io.vws.delivery.OverflowPolicy;
import io.vws.log.LogThrottle;
import io.vws.server.CloseReason;
import io.vws.server.ServerListener;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.annotation.RegisterReflection;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes what happens to connections as {@link VwsConnectionEvent}s, unless nobody
 * listens for them. Application code never runs on a thread of the server: events wait in
 * a bounded queue for one thread that publishes them in order.
 * <p>
 * When the queue is full, events are lost, counted and logged, but never the end of a
 * connection whose beginning was published: its room is reserved from the beginning, so
 * who counts those that are there stays right. Of a connection whose beginning was lost
 * nothing is published. Nothing of a connection follows its end.
 */
@RegisterReflection(
		classes = { VwsConnectionEvent.Opened.class, VwsConnectionEvent.Subscribed.class,
				VwsConnectionEvent.Unsubscribed.class, VwsConnectionEvent.Closed.class, Peer.class, CloseReason.class },
		memberCategories = MemberCategory.INVOKE_PUBLIC_METHODS)
public final class ConnectionEventPublisher implements ServerListener, SmartLifecycle {

	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 768;

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private final LogThrottle log = new LogThrottle(LoggerFactory.getLogger(ConnectionEventPublisher.class));

	private final ApplicationEventPublisher publisher;

	private final EventOutcomeListener failures;

	private final BooleanSupplier wanted;

	private final ExecutorService executor = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "vws-connection-events");
		thread.setDaemon(true);
		return thread;
	});

	private final ListenerQueue<VwsConnectionEvent> queue;

	/**
	 * Ids of the connections whose beginning was taken and whose end was not published.
	 */
	private final Set<String> known = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Boolean answer;

	private volatile boolean running;

	/**
	 * Create a publisher.
	 * @param publisher publishes the application events
	 * @param failures told of each event that is lost or whose listener failed
	 * @param wanted whether anybody listens, asked once when the first connection opens
	 * @param capacity most events that may wait, the ends of connections included that
	 * have not ended yet
	 */
	public ConnectionEventPublisher(ApplicationEventPublisher publisher, EventOutcomeListener failures,
			BooleanSupplier wanted, int capacity) {
		this.publisher = publisher;
		this.failures = failures;
		this.wanted = wanted;
		this.queue = new ListenerQueue<>(capacity, OverflowPolicy.DISCONNECT, this.executor,
				(event) -> event.peer().connectionId(), this::publish, this::lost);
	}

	private boolean isWanted() {
		Boolean answer = this.answer;
		if (answer == null) {
			answer = this.wanted.getAsBoolean();
			this.answer = answer;
		}
		return answer;
	}

	@Override
	public void opened(Peer peer) {
		if (!isWanted()) {
			return;
		}
		VwsConnectionEvent.Opened event = new VwsConnectionEvent.Opened(peer);
		if (!this.queue.reserve()) {
			lost(event);
			return;
		}
		this.known.add(peer.connectionId());
		if (!this.queue.offer(event)) {
			this.known.remove(peer.connectionId());
			this.queue.release();
			lost(event);
		}
	}

	@Override
	public void subscribed(Peer peer, TopicPattern pattern) {
		offer(new VwsConnectionEvent.Subscribed(peer, pattern));
	}

	@Override
	public void unsubscribed(Peer peer, TopicPattern pattern) {
		offer(new VwsConnectionEvent.Unsubscribed(peer, pattern));
	}

	private void offer(VwsConnectionEvent event) {
		if (this.known.contains(event.peer().connectionId()) && !this.queue.offer(event)) {
			lost(event);
		}
	}

	@Override
	public void closed(Peer peer, CloseReason reason, Duration age) {
		if (this.known.contains(peer.connectionId())) {
			this.queue.addReserved(new VwsConnectionEvent.Closed(peer, reason, age));
		}
	}

	private void publish(VwsConnectionEvent event) {
		String id = event.peer().connectionId();
		boolean ended = (event instanceof VwsConnectionEvent.Closed) ? !this.known.remove(id)
				: !this.known.contains(id);
		if (ended) {
			return; // told by another thread while the connection ended
		}
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) { // an error would end the thread unheard
			this.failures.failed(EventFailure.LISTENER_FAILED);
			this.log.failed(ex, "An application listener failed to handle an event of connection {}", id);
		}
	}

	private void lost(VwsConnectionEvent event) {
		this.failures.failed(EventFailure.CONNECTION_EVENT_DROPPED);
		this.log.warn("Events of connections are lost: listeners handle them more slowly than they come");
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.queue.close();
		try {
			this.queue.awaitEnd(STOP_TIMEOUT);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.executor.shutdown();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
