package io.vws.bus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Writes down what it is called for, such as {@code prepare a/b}, and throws when told
 * to.
 */
final class RecordingSubscriber implements Subscriber {

	final List<String> calls = new CopyOnWriteArrayList<>();

	final List<Event> events = new CopyOnWriteArrayList<>();

	@Nullable Throwable onPrepare;

	@Nullable Throwable onDeliver;

	@Nullable Throwable onCancel;

	@Override
	public void prepare(Event event) {
		this.calls.add("prepare " + event.topic());
		throwIfSet(this.onPrepare);
	}

	@Override
	public void deliver(Event event, Subscription subscription) {
		this.calls.add("deliver " + event.topic());
		this.events.add(event);
		throwIfSet(this.onDeliver);
	}

	@Override
	public void cancel(Event event) {
		this.calls.add("cancel " + event.topic());
		throwIfSet(this.onCancel);
	}

	private static void throwIfSet(@Nullable Throwable error) {
		if (error instanceof Error serious) {
			throw serious;
		}
		if (error instanceof RuntimeException exception) {
			throw exception;
		}
	}

}
