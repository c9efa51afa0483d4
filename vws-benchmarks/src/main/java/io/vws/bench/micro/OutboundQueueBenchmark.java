package io.vws.bench.micro;

import java.util.ArrayList;
import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.server.VwsConnection;
import io.vws.topic.Topic;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * The way of an encoded event from the bus through the queues of connections to their
 * writers, which discard it. A publisher that is too far ahead waits, so a figure is the
 * time per publish of publishers and writers together. Divide by the connections for the
 * time per delivery.
 */
public class OutboundQueueBenchmark extends MicroBenchmark {

	private static final int BATCH = 64;

	private static final int QUEUED = 1024;

	@Param({ "1", "100" })
	public int connections = 1;

	private final BenchmarkServer server = new BenchmarkServer();

	private final List<VwsConnection> all = new ArrayList<>();

	private final Event event = new Event(Topic.parse(Messages.TOPIC),
			Payload.ofJson(Messages.payload(200), this.server.mapper));

	@Setup(Level.Trial)
	public void connect() {
		for (int i = 0; i < this.connections; i++) {
			VwsConnection connection = this.server.connect();
			connection.receiveText("{\"k\":\"s\",\"t\":\"site/17/#\"}", true);
			this.all.add(connection);
		}
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.server.close();
	}

	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void onePublisher() {
		publish();
	}

	@Benchmark
	@Threads(4)
	@OperationsPerInvocation(BATCH)
	public void fourPublishers() {
		publish();
	}

	private void publish() {
		for (int i = 0; i < BATCH; i++) {
			this.server.bus.publish(this.event);
		}
		for (VwsConnection connection : this.all) {
			BenchmarkServer.await(connection, QUEUED);
		}
	}

}
