package io.vws.bus;

import org.jspecify.annotations.Nullable;

/**
 * Keeps one of several subscriptions of the same subscriber. For one thread at a time,
 * and again for its next event.
 * <p>
 * The table holds positions in the array of subscriptions, not the subscribers, and each
 * use counts its positions on from where the last one ended: so a smaller number than
 * this use began with means an empty slot. Nothing is cleared between two events, and
 * nothing keeps a subscriber from being collected.
 */
final class DistinctSubscribers {

	/** Up to so many, comparing each with each is cheaper. */
	private static final int FEW = 8;

	private int[] table = {};

	private int base;

	/**
	 * Create an empty table.
	 * @param base where positions begin; at least 1, since a new table is full of 0
	 */
	DistinctSubscribers(int base) {
		this.base = base;
	}

	/**
	 * Move the subscriptions of distinct subscribers, in order, to the front.
	 * @return their number
	 */
	int moveToFront(@Nullable TreeSubscription[] subscriptions, int size) {
		boolean few = size <= FEW;
		if (!few) {
			makeRoom(size);
		}
		int kept = 0;
		for (int i = 0; i < size; i++) {
			TreeSubscription subscription = subscriptions[i];
			boolean isNew = subscription != null
					&& (few ? isNew(subscription, subscriptions, kept) : addIfNew(subscription, subscriptions, kept));
			if (isNew) {
				subscriptions[kept++] = subscription;
			}
		}
		this.base += few ? 0 : kept;
		return kept;
	}

	/** At most half of the table is in use, so that runs of used slots are short. */
	private void makeRoom(int size) {
		if (this.table.length < size * 2) {
			this.table = new int[Integer.highestOneBit(size) * 4];
		}
		else if (this.base > Integer.MAX_VALUE - size) {
			this.table = new int[this.table.length];
			this.base = 1;
		}
	}

	private static boolean isNew(TreeSubscription subscription, @Nullable TreeSubscription[] others, int count) {
		for (int i = 0; i < count; i++) {
			if (subscription.hasSubscriberOf(others[i])) {
				return false;
			}
		}
		return true;
	}

	private boolean addIfNew(TreeSubscription subscription, @Nullable TreeSubscription[] others, int position) {
		int mask = this.table.length - 1;
		int slot = subscription.subscriberHash() & mask;
		while (this.table[slot] >= this.base) {
			if (subscription.hasSubscriberOf(others[this.table[slot] - this.base])) {
				return false;
			}
			slot = (slot + 1) & mask;
		}
		this.table[slot] = this.base + position;
		return true;
	}

}
