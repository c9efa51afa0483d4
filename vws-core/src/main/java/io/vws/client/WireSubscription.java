package io.vws.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.vws.client.Scheduler.Timer;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * What the handlers of one pattern share: the subscription at the server. Guarded by the
 * turn.
 */
final class WireSubscription {

	private final TopicPattern pattern;

	private final List<HandlerSubscription> handlers = new ArrayList<>(1);

	/** Whether the server has confirmed it on this connection. */
	private boolean active;

	/** Since when events may be missing of which nobody was told. */
	private @Nullable Instant gapSince;

	private @Nullable Timer retry;

	WireSubscription(TopicPattern pattern) {
		this.pattern = pattern;
	}

	String pattern() {
		return this.pattern.text();
	}

	List<HandlerSubscription> handlers() {
		return this.handlers;
	}

	boolean isActive() {
		return this.active;
	}

	/** Another handler has joined. */
	void add(HandlerSubscription handler) {
		this.handlers.add(handler);
		if (this.active) {
			handler.confirmed();
		}
	}

	/** Take out those who were never told that it is there. */
	List<HandlerSubscription> removeUndecided() {
		List<HandlerSubscription> waiting = this.handlers.stream().filter((handler) -> !handler.isDecided()).toList();
		this.handlers.removeAll(waiting);
		return waiting;
	}

	void confirmed() {
		this.active = true;
		this.handlers.forEach(HandlerSubscription::confirmed);
	}

	/** The connection has ended. */
	void lost(Instant lastSign) {
		cancelRetry();
		if (this.active && this.gapSince == null) {
			this.gapSince = lastSign;
		}
		this.active = false;
	}

	/** Since when events may be missing, asked for once, when it is active again. */
	@Nullable Instant takeGap() {
		Instant since = this.gapSince;
		this.gapSince = null;
		return since;
	}

	void retry(Timer retry) {
		this.retry = retry;
	}

	/** There will be no further event. */
	void end(Consumer<HandlerSubscription> end) {
		cancelRetry();
		this.active = false;
		this.handlers.forEach(end);
		this.handlers.clear();
	}

	private void cancelRetry() {
		if (this.retry != null) {
			this.retry.cancel();
			this.retry = null;
		}
	}

}
