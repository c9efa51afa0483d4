package io.vws.server;

import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;

/**
 * Hears every event that a client of this server published and the rules granted,
 * whatever its topic. Called on the thread that reads from the client, so its methods
 * return at once.
 */
public interface ClientEventListener {

	/**
	 * Reserve room for the event before anybody gets it. Followed by exactly one
	 * {@link #deliver} or {@link #cancel} unless it throws.
	 * @throws EventRefusedException to refuse the event for all
	 */
	void prepare(Event event);

	/** Take the event; the bus has taken it too. */
	void deliver(Event event);

	/** Give back what {@link #prepare} reserved: the event was refused elsewhere. */
	void cancel(Event event);

	/**
	 * Return a listener that does nothing.
	 */
	static ClientEventListener none() {
		return new ClientEventListener() {

			@Override
			public void prepare(Event event) {
			}

			@Override
			public void deliver(Event event) {
			}

			@Override
			public void cancel(Event event) {
			}

		};
	}

}
