package io.vws.bench.load;

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * Which numbers of a row have arrived at one subscriber: exact, and without memory as
 * long as they come in order.
 */
final class Sequence {

	private int first;

	private int next;

	private int received;

	private int late;

	private int repeated;

	private @Nullable BitSet missing;

	/**
	 * Start again.
	 * @param first the number expected first
	 */
	void reset(int first) {
		this.first = first;
		this.next = first;
		this.received = 0;
		this.late = 0;
		this.repeated = 0;
		this.missing = null;
	}

	/**
	 * Note an arrival.
	 * @return {@code false} if it has arrived before
	 */
	boolean arrived(int number) {
		if (number == this.next) {
			this.next++;
			this.received++;
			return true;
		}
		return outOfOrder(number);
	}

	private boolean outOfOrder(int number) {
		if (number > this.next) {
			this.missing = (this.missing != null) ? this.missing : new BitSet();
			this.missing.set(this.next - this.first, number - this.first);
			this.next = number + 1;
			this.received++;
			return true;
		}
		if (this.missing != null && number >= this.first && this.missing.get(number - this.first)) {
			this.missing.clear(number - this.first);
			this.late++;
			this.received++;
			return true;
		}
		this.repeated++;
		return false;
	}

	int received() {
		return this.received;
	}

	/**
	 * Numbers below the end that have not arrived.
	 * @param end one above the last number of the row
	 */
	int lost(int end) {
		return end - this.first - this.received;
	}

	/**
	 * Numbers that arrived after a higher one.
	 */
	int late() {
		return this.late;
	}

	/**
	 * Arrivals of what had arrived before.
	 */
	int repeated() {
		return this.repeated;
	}

}
