package io.vws.spring.event;

import io.vws.delivery.OverflowPolicy;

/**
 * What happens to an event for which the queue of a {@link VwsListener} has no room.
 */
public enum ListenerOverflow {

	/**
	 * Lose nothing. On the local bus the event is refused with {@code busy} before
	 * anybody gets it. From the client of another server events come no faster than they
	 * are handled, so that its own queue fills up and the client's policy decides.
	 */
	REFUSE(OverflowPolicy.DISCONNECT),

	/** Drop the event that waits longest. */
	DROP_OLDEST(OverflowPolicy.DROP_OLDEST),

	/** Drop the event that does not fit. */
	DROP_NEWEST(OverflowPolicy.DROP_NEWEST),

	/**
	 * From the first overflow until the queue is empty again, keep only the newest event
	 * of each topic. One of a further topic that does not fit is dropped.
	 */
	CONFLATE(OverflowPolicy.CONFLATE);

	private final OverflowPolicy policy;

	ListenerOverflow(OverflowPolicy policy) {
		this.policy = policy;
	}

	OverflowPolicy policy() {
		return this.policy;
	}

}
