package io.vws.bench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Fan-out to subscribers that read, first alone, then beside some that never do until the
 * server has closed those or clearly does not, and then alone again.
 */
final class StalledRun {

	/** Longest time to wait for the server to close who does not read. */
	private static final double LONGEST_SECONDS = 30;

	/** Bytes that the kernel may keep for each of those. */
	private static final int RECEIVE_BUFFER = 4096;

	private static final long LOOK_NANOS = 100_000_000;

	private final LoadSession session;

	private final Workload workload;

	private final Timing timing;

	private final Report report;

	private final List<Client> stalled = new ArrayList<>();

	private final List<Double> closedAfter = new ArrayList<>();

	private long start;

	private long lastLook;

	StalledRun(LoadSession session, Workload workload, Timing timing, Report report) {
		this.session = session;
		this.workload = workload;
		this.timing = timing;
		this.report = report;
	}

	void run(Traffic traffic) {
		Publishing publishing = WorkloadRun.open(this.session, traffic, this.workload, this.timing);
		publishing.windowed(this.workload.window(), this.timing.warmUpSeconds());
		Stretch alone = publishing.windowed(this.workload.window(), this.timing.seconds());
		openStalled(traffic);
		ServerSockets sockets = new ServerSockets(this.session.target(), this.stalled);
		long refused = this.session.refused();
		this.start = System.nanoTime();
		this.lastLook = this.start;
		Stretch beside = publishing.windowed(this.workload.window(), () -> isNotOver(sockets));
		StretchReport.write(this.report, beside, traffic, this.session.refused() - refused);
		double rateAlone = alone.deliveriesPerSecond();
		if (this.closedAfter.size() == this.stalled.size()) {
			Stretch again = publishing.windowed(this.workload.window(), this.timing.seconds());
			rateAlone = (rateAlone + again.deliveriesPerSecond()) / 2;
		}
		this.report.put("deliveriesPerSecondAlone", rateAlone)
			.put("rateKept", beside.deliveriesPerSecond() / rateAlone)
			.put("serverMicrosPerDeliveryAlone", alone.usage().server() * 1e6 / Math.max(1, alone.delivered()))
			.put("stalled", (long) Workload.STALLED_CONNECTIONS)
			.put("stalledClosed", (long) this.closedAfter.size())
			.put("stalledMiBEach", beside.published() * this.workload.size() / 1024.0 / 1024);
		if (!this.closedAfter.isEmpty()) {
			this.report.put("firstClosedSeconds", this.closedAfter.get(0))
				.put("lastClosedSeconds", this.closedAfter.get(this.closedAfter.size() - 1));
		}
	}

	private void openStalled(Traffic traffic) {
		List<Client> receivers = traffic.receivers();
		for (int i = 0; i < Workload.STALLED_CONNECTIONS; i++) {
			this.stalled.add(new Client(receivers.size() + 1 + i, receivers.get(0).patterns));
		}
		this.session.open(this.stalled, RECEIVE_BUFFER);
		this.stalled.forEach(this.session::stopReading);
	}

	private boolean isNotOver(ServerSockets sockets) {
		long now = System.nanoTime();
		double seconds = (now - this.start) / 1e9;
		if (now - this.lastLook > LOOK_NANOS && this.closedAfter.size() < this.stalled.size()) {
			this.lastLook = now;
			int closed = this.stalled.size() - sockets.open();
			while (this.closedAfter.size() < closed) {
				this.closedAfter.add(seconds);
			}
		}
		boolean closed = this.closedAfter.size() == this.stalled.size();
		return seconds < (closed ? this.timing.seconds() : LONGEST_SECONDS);
	}

}
