package io.vws.bench.load;

/**
 * How long a run takes.
 *
 * @param seconds the measured stretch
 * @param warmUpSeconds the same work before it, not counted
 * @param settleSeconds rest of idle connections before their memory is read
 * @param patienceSeconds time without any progress after which what is missing counts as
 * lost
 * @param limitSeconds the whole run, after which it fails
 */
public record Timing(double seconds, double warmUpSeconds, double settleSeconds, double patienceSeconds,
		double limitSeconds) {

	/** What is used unless something else is asked for. */
	public static final Timing DEFAULT = new Timing(2.5, 1.5, 5, 3, 120);

	/**
	 * The same with another measured stretch and warm-up.
	 */
	public Timing withSeconds(double measured, double warmUp) {
		return new Timing(measured, warmUp, Math.min(this.settleSeconds, 2 * measured), this.patienceSeconds,
				this.limitSeconds);
	}

}
