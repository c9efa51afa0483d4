package io.vws.bench.load;

/**
 * Writes the figures of a {@link Stretch}.
 */
final class StretchReport {

	private StretchReport() {
	}

	static void write(Report report, Stretch stretch, Traffic traffic, long refused) {
		Usage usage = stretch.usage();
		report.put("serverMicrosPerDelivery", usage.server() * 1e6 / Math.max(1, stretch.delivered()))
			.put("serverMicrosPerPublish", usage.server() * 1e6 / Math.max(1, stretch.published()))
			.put("generatorMicrosPerDelivery", usage.generator() * 1e6 / Math.max(1, stretch.delivered()))
			.put("deliveriesPerSecond", stretch.deliveriesPerSecond())
			.put("publishes", stretch.published())
			.put("deliveries", stretch.delivered());
		counts(report, traffic);
		report.put("refused", refused)
			.put("writtenOff", (long) stretch.writtenOff())
			.put("seconds", stretch.seconds())
			.put("serverCpuSeconds", usage.server())
			.put("otherCpuSeconds", usage.others());
	}

	/**
	 * Add up what each subscriber missed, got too late and got again.
	 */
	static void counts(Report report, Traffic traffic) {
		long lost = 0;
		long late = 0;
		long repeated = 0;
		for (Client client : traffic.receivers()) {
			lost += client.sequence.lost(traffic.expected(client));
			late += client.sequence.late();
			repeated += client.sequence.repeated();
		}
		report.put("lost", lost).put("disordered", late).put("repeated", repeated);
	}

}
