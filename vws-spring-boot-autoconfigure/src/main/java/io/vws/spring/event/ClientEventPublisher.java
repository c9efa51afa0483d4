package io.vws.spring.event;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.bus.Peer;
import io.vws.log.LogThrottle;
import io.vws.server.ClientEventListener;
import io.vws.server.ReadBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.annotation.RegisterReflection;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes what clients sent as {@link VwsMessageEvent}s. Application code never runs on
 * the thread that reads from a client: events wait in a bounded queue for one thread that
 * publishes them in order. When the queue is full, further events are refused with
 * {@code busy} before anybody gets them, so none is acknowledged and then lost. When the
 * application stops, what waits is published first.
 */
@RegisterReflection(classes = { VwsMessageEvent.class, Peer.class },
		memberCategories = MemberCategory.INVOKE_PUBLIC_METHODS)
public final class ClientEventPublisher implements ClientEventListener, SmartLifecycle {

	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 768;

	/** What all {@code @EventListener} methods are called together. */
	public static final String LISTENERS = "application-events";

	private static final Logger logger = LoggerFactory.getLogger(ClientEventPublisher.class);

	private final LogThrottle log = new LogThrottle(logger);

	private final ApplicationEventPublisher publisher;

	private final EventOutcomeListener outcomes;

	private final ListenObservation observation;

	private final Semaphore room;

	private final Queue<Event> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Duration stopTimeout;

	private final ExecutorService executor = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "vws-events");
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean running;

	/**
	 * Create a publisher.
	 * @param publisher publishes the application events
	 * @param outcomes told what becomes of each event
	 * @param observation observes the listeners, all together
	 * @param capacity most events that may wait
	 * @param stopTimeout longest time for publishing what waits when the application
	 * stops
	 */
	public ClientEventPublisher(ApplicationEventPublisher publisher, EventOutcomeListener outcomes,
			ListenObservation observation, int capacity, Duration stopTimeout) {
		this.publisher = publisher;
		this.outcomes = outcomes;
		this.observation = observation;
		this.room = new Semaphore(capacity);
		this.stopTimeout = stopTimeout;
	}

	@Override
	public void prepare(Event event) {
		if (!this.room.tryAcquire()) {
			throw EventRefusedException.busy("The application handles events more slowly than clients publish them");
		}
	}

	@Override
	public void cancel(Event event) {
		this.room.release();
	}

	@Override
	public void deliver(Event event) {
		this.waiting.add(event);
		if (this.scheduled.compareAndSet(false, true)) {
			ReadBatch.atEnd(this::schedule);
		}
	}

	/** To wake a thread up costs more than an event: once for all of a batch. */
	private void schedule() {
		try {
			this.executor.execute(this::publishWaiting);
		}
		catch (RejectedExecutionException ex) {
			this.scheduled.set(false);
			Event event = this.waiting.poll();
			while (event != null) {
				lost(event, ex);
				event = this.waiting.poll();
			}
		}
	}

	private void publishWaiting() {
		this.scheduled.set(false); // what comes from now on is scheduled again
		Event event = this.waiting.poll();
		while (event != null) {
			publish(event);
			event = this.waiting.poll();
		}
	}

	private void publish(Event event) {
		this.room.release();
		long start = System.nanoTime();
		try {
			this.observation.observe(LISTENERS, event.topic().text(), event.headers(),
					() -> this.publisher.publishEvent(new VwsMessageEvent(event)));
		}
		catch (RuntimeException | Error ex) { // an error would end the thread unheard
			lost(event, ex);
		}
		finally {
			this.outcomes.called(LISTENERS, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	private void lost(Event event, Throwable ex) {
		this.outcomes.failed(EventFailure.LISTENER_FAILED);
		this.log.failed(ex, "An application listener failed to handle an event of {}",
				(event.sender() != null) ? event.sender().connectionId() : "unknown");
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(this.stopTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("The application stops before its listeners have handled all events of clients");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
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
