package io.vws.bus;

import io.vws.topic.TopicPattern;

/**
 * Handle of one subscriber's interest in one pattern. Thread-safe.
 */
public interface Subscription {

	/**
	 * The pattern subscribed to.
	 */
	TopicPattern pattern();

	/**
	 * Whether the subscription has not been cancelled.
	 */
	boolean isActive();

	/**
	 * End the subscription. A delivery that another thread has begun may still arrive
	 * afterwards, with {@link #isActive()} false. Further calls do nothing.
	 */
	void cancel();

}
