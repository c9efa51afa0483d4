package io.vws.server;

import io.vws.bus.Event;
import io.vws.wire.NackCode;

/**
 * What a {@link VwsAuthorizer} says to a request.
 */
public sealed interface Decision {

	/**
	 * Return the decision to do as requested.
	 */
	static Decision allow() {
		return Allow.INSTANCE;
	}

	/**
	 * Return the decision to refuse, with a text that gives nothing away.
	 */
	static Decision refuse() {
		return Refuse.FORBIDDEN;
	}

	/**
	 * Return the decision to refuse.
	 * @param text the reason, sent to the peer as it is
	 */
	static Decision refuse(String text) {
		return new Refuse(text);
	}

	/**
	 * Return the decision to do nothing and acknowledge the request all the same.
	 */
	static Decision drop() {
		return Drop.INSTANCE;
	}

	/**
	 * Return the decision to publish another event instead. For publish requests only.
	 */
	static Decision rewrite(Event event) {
		return new Rewrite(event);
	}

	/** Do as requested. */
	record Allow() implements Decision {

		private static final Allow INSTANCE = new Allow();

	}

	/**
	 * Refuse with {@code forbidden}.
	 *
	 * @param text the reason, sent to the peer as it is
	 */
	record Refuse(String text) implements Decision {

		private static final Refuse FORBIDDEN = new Refuse(NackCode.FORBIDDEN.text());

	}

	/** Do nothing and acknowledge. */
	record Drop() implements Decision {

		private static final Drop INSTANCE = new Drop();

	}

	/**
	 * Publish another event instead.
	 *
	 * @param event the event to publish
	 */
	record Rewrite(Event event) implements Decision {
	}

}
