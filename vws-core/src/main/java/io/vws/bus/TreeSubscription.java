package io.vws.bus;

import io.vws.topic.TopicPattern;
import io.vws.topic.TopicTree;

/**
 * A subscription that stands in a tree until it is cancelled.
 */
final class TreeSubscription implements Subscription {

	private final TopicTree<TreeSubscription> tree;

	private final TopicPattern pattern;

	private final Subscriber subscriber;

	private volatile boolean active = true;

	TreeSubscription(TopicTree<TreeSubscription> tree, TopicPattern pattern, Subscriber subscriber) {
		this.tree = tree;
		this.pattern = pattern;
		this.subscriber = subscriber;
	}

	Subscriber subscriber() {
		return this.subscriber;
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
