package io.vws.spring.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they came, until a test takes them. Thread-safe.
 *
 * @param <E> type of the events
 */
final class EventJournal<E> {

	private record Line<E>(E event, Topic topic, String json) {

		@Override
		public String toString() {
			return "  " + this.topic + " " + this.json;
		}

	}

	private final List<Line<E>> lines = new ArrayList<>();

	synchronized void add(E event, Topic topic, String json) {
		this.lines.add(new Line<>(event, topic, json));
		notifyAll();
	}

	/**
	 * Take the first event that matches, waiting for it if need be.
	 * @throws AssertionError if none comes in time
	 */
	synchronized E take(TopicPattern pattern, Predicate<? super E> wanted, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		E found = poll(pattern, wanted);
		while (found == null) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				throw new AssertionError("Expected an event on '" + pattern + "' within " + timeout + ", but "
						+ (this.lines.isEmpty() ? "none came" : "these came:\n" + print(this.lines)));
			}
			await(left);
			found = poll(pattern, wanted);
		}
		return found;
	}

	/**
	 * Fail if an event that matches has come.
	 */
	synchronized void mustNotHold(TopicPattern pattern) {
		List<Line<E>> unwanted = this.lines.stream().filter((line) -> pattern.matches(line.topic())).toList();
		if (!unwanted.isEmpty()) {
			throw new AssertionError("Expected no event on '" + pattern + "', but these came:\n" + print(unwanted));
		}
	}

	synchronized List<E> all() {
		return this.lines.stream().map(Line::event).toList();
	}

	synchronized void clear() {
		this.lines.clear();
	}

	private @Nullable E poll(TopicPattern pattern, Predicate<? super E> wanted) {
		for (Iterator<Line<E>> remaining = this.lines.iterator(); remaining.hasNext();) {
			Line<E> line = remaining.next();
			if (pattern.matches(line.topic()) && wanted.test(line.event())) {
				remaining.remove();
				return line.event();
			}
		}
		return null;
	}

	private void await(long nanos) {
		try {
			TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for an event", ex);
		}
	}

	private static String print(List<? extends Line<?>> lines) {
		return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
	}

}
