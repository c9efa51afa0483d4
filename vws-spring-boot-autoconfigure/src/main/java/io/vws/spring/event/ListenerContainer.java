package io.vws.spring.event;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener: started and stopped, and its method called for every event.
 */
final class ListenerContainer {

	private static final Logger logger = LoggerFactory.getLogger(ListenerContainer.class);

	private final ListenerDefinition definition;

	private final ListenerMethod method;

	private final ListenerSource source;

	private final Executor executor;

	private final ListenerOutcomes outcomes;

	private final ListenObservation observation;

	private @Nullable ListenerLanes lanes;

	private Runnable unsubscribe = () -> {
	};

	ListenerContainer(ListenerDefinition definition, ListenerMethod method, ListenerSource source, Executor executor,
			ListenerOutcomes outcomes, ListenObservation observation) {
		this.definition = definition;
		this.method = method;
		this.source = source;
		this.executor = executor;
		this.outcomes = outcomes;
		this.observation = observation;
	}

	/** Hear what is published from now on. */
	void start() {
		ListenerLanes lanes = new ListenerLanes(this.definition, this.executor, this::handle,
				(delivery) -> this.outcomes.dropped());
		this.lanes = lanes;
		this.unsubscribe = this.source.subscribe(this.definition, lanes);
	}

	private void handle(Delivery delivery) {
		EventMessage message = delivery.message().get();
		long start = System.nanoTime();
		try {
			this.observation.observe(this.definition.id(), delivery.topic(), message.travelled(),
					() -> this.method.handle(message, this.source));
		}
		catch (Throwable ex) { // an error would end the listener, unheard
			this.outcomes.failed(message, ex);
		}
		finally {
			this.outcomes.called(Duration.ofNanos(System.nanoTime() - start));
			Thread.interrupted(); // this was not meant for the next event
		}
	}

	/** Hear nothing more; what waits is still handled. */
	void close() {
		this.unsubscribe.run();
		if (this.lanes != null) {
			this.lanes.close();
		}
	}

	/**
	 * Wait until what waits is handled.
	 * @param deadline until when, as {@link System#nanoTime()}; what waits then is
	 * dropped
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitEnd(long deadline) throws InterruptedException {
		if (this.lanes != null && !this.lanes.awaitEnd(deadline)) {
			logger.warn("The application stops before the listener '{}' has handled all events", this.definition.id());
			this.lanes.discard();
		}
	}

}
