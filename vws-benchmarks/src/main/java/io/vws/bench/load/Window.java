package io.vws.bench.load;

/**
 * Bounds the publishes under way: one is finished when it is answered and has reached its
 * slowest subscriber. Acknowledgments alone would let queues of the server grow without
 * end.
 */
final class Window {

	private final int size;

	private final int[] open;

	private int sent;

	private int finished;

	private int answered;

	Window(int size) {
		this.size = size;
		this.open = new int[Integer.highestOneBit(size) << 1];
	}

	/**
	 * Publishes that may follow now.
	 * @param acknowledged whether the server answers publishes
	 */
	int room(boolean acknowledged) {
		int unfinished = this.sent - this.finished;
		return this.size - (acknowledged ? Math.max(unfinished, this.sent - this.answered) : unfinished);
	}

	/**
	 * Note a publish.
	 * @param subscribers deliveries that it will bring
	 * @return its number
	 */
	int sent(int subscribers) {
		this.open[this.sent & this.open.length - 1] = subscribers;
		return this.sent++;
	}

	void delivered(int publish) {
		if (publish < this.finished || publish >= this.sent) {
			return; // written off
		}
		this.open[publish & this.open.length - 1]--;
		while (this.finished < this.sent && this.open[this.finished & this.open.length - 1] <= 0) {
			this.finished++;
		}
	}

	void answered() {
		this.answered++;
	}

	/**
	 * Wait no longer for anything under way.
	 */
	void writeOff() {
		this.finished = this.sent;
		this.answered = Math.max(this.answered, this.sent);
	}

	boolean isEmpty(boolean acknowledged) {
		return this.finished == this.sent && (!acknowledged || this.answered >= this.sent);
	}

	/** Publishes so far. */
	int sent() {
		return this.sent;
	}

}
