package io.vws.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a workload within a session and writes its figures.
 */
final class WorkloadRun {

	private static final AtomicInteger RUNS = new AtomicInteger();

	private final LoadSession session;

	private final Workload workload;

	private final Timing timing;

	private final Report report;

	/** First levels of all topics; no run sees the topics of another. */
	private final String prefix = "bench/" + ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet();

	WorkloadRun(LoadSession session, Workload workload, Timing timing, Report report) {
		this.session = session;
		this.workload = workload;
		this.timing = timing;
		this.report = report;
	}

	void run() {
		switch (this.workload.kind()) {
			case FANOUT -> fanOut();
			case PACED -> paced();
			case TOPICS -> topics();
			case IDLE -> idle();
			case STORM -> storm();
			case STALLED -> new StalledRun(this.session, this.workload, this.timing, this.report).run(broadcast());
		}
	}

	private Traffic broadcast() {
		String topic = this.prefix + "/news";
		return new Traffic.Broadcast(topic, subscribers(this.workload.connections(), topic));
	}

	static List<Client> subscribers(int count, String topic) {
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			clients.add(new Client(i, List.of(topic)));
		}
		return clients;
	}

	/**
	 * Open a publisher and all subscribers.
	 */
	static Publishing open(LoadSession session, Traffic traffic, Workload workload, Timing timing) {
		Client publisher = new Client(traffic.receivers().size(), List.of());
		List<Client> all = new ArrayList<>(traffic.receivers());
		all.add(publisher);
		session.open(all, 0);
		session.probe(publisher, traffic);
		return new Publishing(session, publisher, traffic, workload.size(), timing);
	}

	private void fanOut() {
		windowed(broadcast());
	}

	private void topics() {
		windowed(new OwnTopics(this.prefix, this.workload.connections(), this.workload.patterns()));
	}

	private void windowed(Traffic traffic) {
		Publishing publishing = open(this.session, traffic, this.workload, this.timing);
		publishing.windowed(this.workload.window(), this.timing.warmUpSeconds());
		long refused = this.session.refused();
		Stretch stretch = publishing.windowed(this.workload.window(), this.timing.seconds());
		StretchReport.write(this.report, stretch, traffic, this.session.refused() - refused);
		this.report.put("serverResidentMiB", ServerMemory.resident(this.session.target().pid()) / 1024);
	}

	private void paced() {
		Traffic traffic = broadcast();
		Publishing publishing = open(this.session, traffic, this.workload, this.timing);
		publishing.paced(Workload.PACED_RATE, this.timing.warmUpSeconds(), new LatencyHistogram());
		long refused = this.session.refused();
		LatencyHistogram latencies = new LatencyHistogram();
		Stretch stretch = publishing.paced(Workload.PACED_RATE, this.timing.seconds(), latencies);
		StretchReport.write(this.report, stretch, traffic, this.session.refused() - refused);
		this.report.put("p50Micros", latencies.micros(0.5))
			.put("p99Micros", latencies.micros(0.99))
			.put("p999Micros", latencies.micros(0.999))
			.put("maxMicros", latencies.maxMicros());
	}

	private void idle() {
		long pid = this.session.target().pid();
		ServerMemory before = ServerMemory.afterGarbageCollection(this.session);
		Usage start = Usage.now(pid);
		long startNanos = System.nanoTime();
		this.session.open(eachItsTopic(), 0);
		this.session.rest(this.timing.settleSeconds());
		ServerMemory after = ServerMemory.afterGarbageCollection(this.session);
		int connections = this.workload.connections();
		connectionFigures(startNanos, Usage.now(pid).since(start));
		this.report.put("residentKiBPerConnection", (after.resident() - before.resident()) / connections);
		if (!Double.isNaN(after.heap())) {
			this.report.put("heapKiBPerConnection", (after.heap() - before.heap()) / connections);
		}
		this.report.put("residentBeforeMiB", before.resident() / 1024).put("residentMiB", after.resident() / 1024);
	}

	private void storm() {
		long pid = this.session.target().pid();
		Usage start = Usage.now(pid);
		long startNanos = System.nanoTime();
		this.session.open(eachItsTopic(), 0);
		double seconds = (System.nanoTime() - startNanos) / 1e9;
		// Where subscribes are not answered, some may be under way.
		this.session.rest(0.5);
		Usage usage = Usage.now(pid).since(start);
		int connections = this.workload.connections();
		this.report.put("serverMicrosPerConnection", usage.server() * 1e6 / connections)
			.put("connectionsPerSecond", connections / seconds);
		connectionFigures(startNanos, usage);
	}

	private void connectionFigures(long startNanos, Usage usage) {
		this.report.put("connections", this.workload.connections())
			.put("refused", this.session.refused())
			.put("seconds", (System.nanoTime() - startNanos) / 1e9)
			.put("generatorMicrosPerConnection", usage.generator() * 1e6 / this.workload.connections())
			.put("otherCpuSeconds", usage.others());
	}

	private List<Client> eachItsTopic() {
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < this.workload.connections(); i++) {
			clients.add(new Client(i, List.of(this.prefix + "/idle/" + i)));
		}
		return clients;
	}

}
