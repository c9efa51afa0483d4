package io.vws.bus;

import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events to topics and hands them to the subscribers of matching patterns. All
 * methods may be called from any thread, also from a {@link Subscriber}.
 * <p>
 * Events that one thread publishes reach each subscriber in that order. A subscriber gets
 * an event once, however many of its patterns match.
 */
public interface EventBus {

	/**
	 * Publish an event. When the method returns, every matching subscriber has taken the
	 * event; when it throws, none has.
	 * @throws EventRefusedException if a subscriber has no room for the event, or the
	 * event is too large or cannot be encoded
	 */
	void publish(Event event);

	/**
	 * Publish an object, converted to JSON if somebody needs it as such.
	 * @param topic the topic, such as {@code orders/7/status}
	 * @param payload any object that Jackson can write
	 * @throws InvalidTopicException if the topic is not valid
	 * @throws EventRefusedException if a subscriber has no room for the event, or the
	 * event is too large or cannot be encoded
	 */
	void publish(String topic, @Nullable Object payload);

	/**
	 * Subscribe to the topics that a pattern matches. Every event whose publishing begins
	 * after this method has returned reaches the subscriber.
	 * @return a handle that ends the subscription
	 */
	Subscription subscribe(TopicPattern pattern, Subscriber subscriber);

	/**
	 * Subscribe to the topics that a pattern matches.
	 * @param pattern the pattern, such as {@code orders/+id/status}
	 * @return a handle that ends the subscription
	 * @throws InvalidTopicException if the pattern is not valid
	 */
	default Subscription subscribe(String pattern, Subscriber subscriber) {
		return subscribe(TopicPattern.parse(pattern), subscriber);
	}

}
