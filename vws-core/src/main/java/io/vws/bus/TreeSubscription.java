package io.vws.bus;

import io.vws.topic.TopicPattern;
import io.vws.topic.TopicTree;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that stands in a tree until it is cancelled.
 */
final class TreeSubscription implements Subscription {

	private final TopicTree<TreeSubscription> tree;

	private final TopicPattern pattern;

	private final Subscriber subscriber;

	/** Kept here, since reading it from many subscribers is slow. */
	private final int subscriberHash;

	private volatile boolean active = true;

	TreeSubscription(TopicTree<TreeSubscription> tree, TopicPattern pattern, Subscriber subscriber) {
		this.tree = tree;
		this.pattern = pattern;
		this.subscriber = subscriber;
		int hash = System.identityHashCode(subscriber);
		this.subscriberHash = hash ^ (hash >>> 16);
	}

	Subscriber subscriber() {
		return this.subscriber;
	}

	/** Of the subscriber's identity, never of its {@code hashCode}. */
	int subscriberHash() {
		return this.subscriberHash;
	}

	boolean hasSubscriberOf(@Nullable TreeSubscription other) {
		return other != null && other.subscriber == this.subscriber;
	}

	@Override
	public TopicPattern pattern() {
		return this.pattern;
	}

	@Override
	public boolean isActive() {
		return this.active;
	}

	@Override
	public void cancel() {
		this.active = false;
		this.tree.remove(this.pattern, this);
	}

	@Override
	public String toString() {
		return "Subscription[" + this.pattern + "]";
	}

}
