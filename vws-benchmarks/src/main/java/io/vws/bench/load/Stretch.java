package io.vws.bench.load;

/**
 * What one measured stretch of publishing brought.
 *
 * @param published publishes
 * @param expected deliveries that they should bring
 * @param delivered deliveries that came, without repeated ones
 * @param seconds from the first publish to the end of publishing or to the last delivery
 * @param writtenOff times that nothing came any more and what was missing was given up
 * @param usage CPU
 */
record Stretch(long published, long expected, long delivered, double seconds, int writtenOff, Usage usage) {

	double deliveriesPerSecond() {
		return this.delivered / this.seconds;
	}

}
