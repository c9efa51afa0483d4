package io.vws.bench.load;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Counts what arrives, and checks its numbers. What belongs to an earlier stretch counts
 * as stale only.
 */
final class Deliveries {

	/** Letter of payloads that only ask whether a subscription is active. */
	static final byte PROBE = '0';

	private byte run = PROBE;

	private Window window = new Window(1);

	private @Nullable LatencyHistogram latencies;

	/** Where the last payload was found, counted from either end of its message. */
	private int fromStart;

	private int fromEnd;

	private long delivered;

	private long stale;

	/**
	 * Begin a stretch. Its payloads carry a letter that no earlier one had.
	 * @param latencies where to note the age of each delivery
	 * @return the letter
	 */
	byte begin(Window window, @Nullable LatencyHistogram latencies) {
		this.run = (byte) ((this.run == PROBE) ? 'a' : this.run + 1);
		this.window = window;
		this.latencies = latencies;
		this.delivered = 0;
		return this.run;
	}

	/**
	 * Note a message that holds a payload.
	 */
	void event(Client client, ByteBuffer in, int from, int to) {
		int at = find(in, from, to);
		if (at < 0 || Payload.run(in, at) != this.run || this.run == PROBE) {
			client.probed = true;
			this.stale++;
			return;
		}
		if (!client.sequence.arrived(Payload.sequence(in, at))) {
			return;
		}
		this.delivered++;
		this.window.delivered(Payload.publish(in, at));
		if (this.latencies != null) {
			this.latencies.add(System.nanoTime() - Payload.nanos(in, at) - LoadSession.START_NANOS);
		}
	}

	/**
	 * The payload's place is nearly always that of the message before, counted from one
	 * of the ends.
	 */
	private int find(ByteBuffer in, int from, int to) {
		if (isPayload(in, from + this.fromStart, to)) {
			return from + this.fromStart;
		}
		if (to - this.fromEnd >= from && isPayload(in, to - this.fromEnd, to)) {
			return to - this.fromEnd;
		}
		for (int at = from; at <= to - Payload.HEAD; at++) {
			if (in.getLong(at) == Payload.MAGIC) {
				this.fromStart = at - from;
				this.fromEnd = to - at;
				return at;
			}
		}
		return -1;
	}

	private static boolean isPayload(ByteBuffer in, int at, int to) {
		return to - at >= Payload.HEAD && in.getLong(at) == Payload.MAGIC;
	}

	/** Deliveries of this stretch, without repeated ones. */
	long delivered() {
		return this.delivered;
	}

	long stale() {
		return this.stale;
	}

	void answered() {
		this.window.answered();
	}

}
