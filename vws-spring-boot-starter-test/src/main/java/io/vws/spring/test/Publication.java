package io.vws.spring.test;

import java.util.IdentityHashMap;
import java.util.Map;

import io.vws.bus.Subscriber;

/**
 * A publish under way, on the thread that does it. Knows the moment at which all
 * subscribers have agreed to the event and none has seen it.
 */
final class Publication {

	private final Runnable whenAccepted;

	/** Who is asked for each subscriber; one that has several patterns is asked once. */
	private final Map<Subscriber, RecordedSubscriber> asked = new IdentityHashMap<>();

	private boolean accepted;

	Publication(Runnable whenAccepted) {
		this.whenAccepted = whenAccepted;
	}

	/** Whether a subscriber was not asked before. */
	boolean ask(Subscriber subscriber, RecordedSubscriber asking) {
		return this.asked.putIfAbsent(subscriber, asking) == null;
	}

	boolean isAskedBy(Subscriber subscriber, RecordedSubscriber asking) {
		return this.asked.get(subscriber) == asking;
	}

	/** Called before each delivery, and behind all of them. */
	void accepted() {
		if (!this.accepted) {
			this.accepted = true;
			this.whenAccepted.run();
		}
	}

}
