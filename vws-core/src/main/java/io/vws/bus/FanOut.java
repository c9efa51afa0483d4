package io.vws.bus;

import java.util.Arrays;
import java.util.function.Consumer;

import io.vws.topic.Matches;
import org.jspecify.annotations.Nullable;

/**
 * Hands one event to the subscribers that matched: first all are asked, then all get it.
 * Used by one thread at a time and again for its next event, so that a publish allocates
 * nothing for each subscriber.
 */
final class FanOut implements Consumer<TreeSubscription> {

	private static final int INITIAL_CAPACITY = 16;

	/** A thread that once reached more subscribers does not hold on to the space. */
	private static final int KEPT_CAPACITY = 4096;

	private final SubscriberErrorHandler errorHandler;

	private @Nullable TreeSubscription[] subscriptions = new TreeSubscription[INITIAL_CAPACITY];

	private int size;

	private boolean inUse;

	private DistinctSubscribers distinct = new DistinctSubscribers(1);

	FanOut(SubscriberErrorHandler errorHandler) {
		this.errorHandler = errorHandler;
	}

	/** Whether a publish is using it now. */
	boolean inUse() {
		return this.inUse;
	}

	void publish(Event event, Matches<TreeSubscription> matches) {
		this.inUse = true;
		try {
			handOver(event, matches);
		}
		finally {
			clear();
			this.inUse = false;
		}
	}

	private void handOver(Event event, Matches<TreeSubscription> matches) {
		matches.forEach(this);
		if (this.size > 1) {
			keepOnePerSubscriber();
		}
		prepare(event);
		for (int i = 0; i < this.size; i++) {
			TreeSubscription subscription = this.subscriptions[i];
			if (subscription != null) {
				deliver(event, subscription);
			}
		}
	}

	@Override
	public void accept(TreeSubscription subscription) {
		if (this.size == this.subscriptions.length) {
			this.subscriptions = Arrays.copyOf(this.subscriptions, this.size * 2);
		}
		this.subscriptions[this.size++] = subscription;
	}

	private void keepOnePerSubscriber() {
		int kept = this.distinct.moveToFront(this.subscriptions, this.size);
		Arrays.fill(this.subscriptions, kept, this.size, null);
		this.size = kept;
	}

	/** Ask all. Who fails is left out; if one refuses, those asked before are told. */
	private void prepare(Event event) {
		for (int i = 0; i < this.size; i++) {
			TreeSubscription subscription = this.subscriptions[i];
			if (subscription == null) {
				continue;
			}
			try {
				subscription.subscriber().prepare(event);
			}
			catch (EventRefusedException ex) {
				cancel(event, i);
				throw ex;
			}
			catch (RuntimeException | Error ex) {
				this.subscriptions[i] = null;
				report(subscription, ex);
			}
		}
	}

	private void cancel(Event event, int end) {
		for (int i = 0; i < end; i++) {
			TreeSubscription subscription = this.subscriptions[i];
			if (subscription == null) {
				continue;
			}
			try {
				subscription.subscriber().cancel(event);
			}
			catch (RuntimeException | Error ex) {
				report(subscription, ex);
			}
		}
	}

	private void deliver(Event event, TreeSubscription subscription) {
		try {
			subscription.subscriber().deliver(event, subscription);
		}
		catch (RuntimeException | Error ex) {
			report(subscription, ex);
		}
	}

	private void report(TreeSubscription subscription, Throwable error) {
		try {
			this.errorHandler.handle(subscription, error);
		}
		catch (RuntimeException | Error ex) {
			error.addSuppressed(ex);
		}
	}

	/** Forget the event's subscribers, so that they can be collected. */
	private void clear() {
		if (this.subscriptions.length > KEPT_CAPACITY) {
			this.subscriptions = new TreeSubscription[INITIAL_CAPACITY];
			this.distinct = new DistinctSubscribers(1);
		}
		else {
			Arrays.fill(this.subscriptions, 0, this.size, null);
		}
		this.size = 0;
	}

}
