package io.vws.spring.event;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.vws.log.LogThrottle;
import org.slf4j.LoggerFactory;

/**
 * Tells several listeners of each outcome, whatever they throw.
 */
final class EventOutcomeListeners implements EventOutcomeListener {

	private final LogThrottle log = new LogThrottle(LoggerFactory.getLogger(EventOutcomeListener.class));

	private final List<EventOutcomeListener> listeners;

	EventOutcomeListeners(List<EventOutcomeListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void failed(EventFailure failure) {
		tell((listener) -> listener.failed(failure));
	}

	@Override
	public void called(String id, Duration time) {
		tell((listener) -> listener.called(id, time));
	}

	private void tell(Consumer<EventOutcomeListener> outcome) {
		for (EventOutcomeListener listener : this.listeners) {
			try {
				outcome.accept(listener);
			}
			catch (RuntimeException ex) {
				this.log.failed(ex, "{} failed", listener.getClass().getName());
			}
		}
	}

}
