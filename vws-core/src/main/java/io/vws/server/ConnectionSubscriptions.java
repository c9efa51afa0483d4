package io.vws.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.vws.bus.Subscription;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one connection by the text of their pattern on the bus.
 * Thread-safe. Once {@link #end} was called nothing can be added, so a subscription that
 * races with the end of its connection leaves nothing behind in the bus.
 */
final class ConnectionSubscriptions {

	private final ClientNames names;

	private final Map<String, Subscription> byPattern = new LinkedHashMap<>(4);

	private boolean ended;

	private int rechecks;

	ConnectionSubscriptions(ClientNames names) {
		this.names = names;
	}

	synchronized boolean contains(String pattern) {
		return this.byPattern.containsKey(pattern);
	}

	synchronized int size() {
		return this.byPattern.size();
	}

	/**
	 * Subscribe and keep the subscription, unless the connection has ended or has one for
	 * the pattern already.
	 * @return whether it was kept
	 */
	boolean add(String pattern, Supplier<Subscription> subscribe) {
		Subscription subscription = subscribe.get();
		boolean unwanted;
		synchronized (this) {
			unwanted = this.ended || this.byPattern.putIfAbsent(pattern, subscription) != null;
		}
		if (unwanted) {
			subscription.cancel();
		}
		return !unwanted;
	}

	/**
	 * End the subscription of a pattern.
	 * @return what has ended, nothing if there was none
	 */
	List<Subscription> remove(String pattern) {
		Subscription subscription;
		synchronized (this) {
			subscription = this.byPattern.remove(pattern);
		}
		if (subscription == null) {
			return List.of();
		}
		subscription.cancel();
		return List.of(subscription);
	}

	/**
	 * End all subscriptions.
	 * @return what has ended
	 */
	List<Subscription> removeAll() {
		List<Subscription> all;
		synchronized (this) {
			all = new ArrayList<>(this.byPattern.values());
			this.byPattern.clear();
		}
		all.forEach(Subscription::cancel);
		return all;
	}

	void end() {
		synchronized (this) {
			this.ended = true;
		}
		removeAll();
	}

	/**
	 * Ask about all that are there now.
	 * @return whether all are granted
	 */
	boolean recheck(Predicate<TopicPattern> granted) {
		List<Subscription> all;
		synchronized (this) {
			this.rechecks++;
			all = List.copyOf(this.byPattern.values());
		}
		return all.stream().map(Subscription::pattern).allMatch(granted);
	}

	/**
	 * How often {@link #recheck} was called: a subscription that was granted before and
	 * added behind it has missed it.
	 */
	synchronized int rechecks() {
		return this.rechecks;
	}

	/** Whether the client wants events of a topic that a subscription matched. */
	boolean isWanted(Subscription subscription, Topic topic) {
		return this.names.keepsMatch(subscription.pattern(), topic);
	}

	/** Find a subscription that still wants events of a topic. */
	synchronized @Nullable Subscription find(Topic topic) {
		for (Subscription subscription : this.byPattern.values()) {
			if (subscription.isActive() && subscription.pattern().matches(topic) && isWanted(subscription, topic)) {
				return subscription;
			}
		}
		return null;
	}

	synchronized List<String> patterns() {
		return List.copyOf(this.byPattern.keySet());
	}

}
