package io.vws.bench.load;

/**
 * Counts of nanoseconds in buckets that are 1/64 of their value wide.
 */
final class LatencyHistogram {

	private static final int STEPS = 64;

	private final long[] counts = new long[STEPS * 60];

	private long total;

	private long max;

	void add(long nanos) {
		long value = Math.max(0, nanos);
		this.counts[bucket(value)]++;
		this.total++;
		this.max = Math.max(this.max, value);
	}

	private static int bucket(long value) {
		if (value < STEPS) {
			return (int) value;
		}
		int shift = 63 - Long.numberOfLeadingZeros(value) - 6;
		return (shift + 1) * STEPS + (int) (value >>> shift) - STEPS;
	}

	/**
	 * The value below which a share of all lies, in microseconds.
	 * @param share from 0 to 1
	 */
	double micros(double share) {
		long wanted = (long) Math.ceil(share * this.total);
		long seen = 0;
		for (int i = 0; i < this.counts.length; i++) {
			seen += this.counts[i];
			if (seen >= wanted && seen > 0) {
				return Math.min(middle(i), this.max) / 1000.0;
			}
		}
		return this.max / 1000.0;
	}

	private static double middle(int bucket) {
		if (bucket < STEPS) {
			return bucket;
		}
		int shift = bucket / STEPS - 1;
		return ((long) (STEPS + bucket % STEPS) << shift) + (1L << shift) / 2.0;
	}

	double maxMicros() {
		return this.max / 1000.0;
	}

}
