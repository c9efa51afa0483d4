package io.vws.bus;

/**
 * Receives events from an {@link EventBus}. All methods run on the publisher's thread, so
 * they return at once: who has real work to do hands the event to a thread of its own.
 * What a method throws is reported to the bus's {@link SubscriberErrorHandler} and harms
 * neither the publisher nor other subscribers, except as {@link #prepare} says.
 */
@FunctionalInterface
public interface Subscriber {

	/**
	 * Take an event.
	 * @param subscription the subscription that matched, any one if several did
	 */
	void deliver(Event event, Subscription subscription);

	/**
	 * Say whether the event can be taken, before any subscriber gets it, and reserve room
	 * for it if need be. Followed by exactly one {@link #deliver} or {@link #cancel}
	 * unless it throws.
	 * @throws EventRefusedException to refuse the event for all subscribers
	 */
	default void prepare(Event event) {
	}

	/**
	 * Give back what {@link #prepare} reserved: the event was refused elsewhere.
	 */
	default void cancel(Event event) {
	}

}
