package io.vws.spring.test;

import java.util.function.Supplier;

import io.vws.bus.Event;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber with one of its patterns. Before it gets an event the event is recorded,
 * so what it does about it is recorded behind.
 */
final class RecordedSubscriber implements Subscriber {

	private final Subscriber subscriber;

	private final Supplier<@Nullable Publication> current;

	/**
	 * Create a subscriber.
	 * @param current what the calling thread is publishing, {@code null} if somebody
	 * publishes past the recording bus
	 */
	RecordedSubscriber(Subscriber subscriber, Supplier<@Nullable Publication> current) {
		this.subscriber = subscriber;
		this.current = current;
	}

	@Override
	public void prepare(Event event) {
		Publication publication = this.current.get();
		if (publication == null || publication.ask(this.subscriber, this)) {
			this.subscriber.prepare(event);
		}
	}

	@Override
	public void cancel(Event event) {
		Publication publication = this.current.get();
		if (publication == null || publication.isAskedBy(this.subscriber, this)) {
			this.subscriber.cancel(event);
		}
	}

	@Override
	public void deliver(Event event, Subscription subscription) {
		Publication publication = this.current.get();
		if (publication == null) {
			this.subscriber.deliver(event, subscription);
		}
		else if (publication.isAskedBy(this.subscriber, this)) {
			publication.accepted();
			this.subscriber.deliver(event, subscription);
		}
	}

}
