package io.vws.bench.micro;

import io.vws.server.VwsConnection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The whole way of a message on the server but for the sockets: decode, authorize,
 * publish, deliver, answer.
 */
public class IntakeBenchmark extends MicroBenchmark {

	private static final int BATCH = 16;

	/** With a batch more, not so many as a publisher may have unanswered. */
	private static final int UNANSWERED = 32;

	private static final int QUEUED = 1024;

	private final BenchmarkServer server = new BenchmarkServer();

	private final VwsConnection publisher = this.server.connect();

	private final VwsConnection subscriber = this.server.connect();

	private final String toNobody = Messages.publish(200).replace("site/17", "site/16");

	private final String toListener = Messages.publish(200).replace("site/17", "site/15");

	private final String toConnection = Messages.publish(200);

	private final String acknowledged = Messages.publish(200).replaceFirst("\\{", "{\"i\":7,");

	private final String refused = Messages.publish(200).replace("site/17", "admin/17");

	@Setup(Level.Trial)
	public void subscribe() {
		this.server.bus.subscribe("site/15/#", new EventBusBenchmark.Counter());
		this.subscriber.receiveText("{\"k\":\"s\",\"t\":\"site/17/#\"}", true);
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.server.close();
	}

	@Benchmark
	public void toNobody() {
		this.publisher.receiveText(this.toNobody, true);
	}

	/** To a subscriber in the same process. */
	@Benchmark
	public void toListener() {
		this.publisher.receiveText(this.toListener, true);
	}

	@Benchmark
	public void refused() {
		this.publisher.receiveText(this.refused, true);
	}

	/** To one other connection. */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void toConnection() {
		receive(this.toConnection);
	}

	/** To one other connection, with an id, so that the publisher gets an answer. */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void toConnectionAcknowledged() {
		receive(this.acknowledged);
	}

	private void receive(String message) {
		for (int i = 0; i < BATCH; i++) {
			this.publisher.receiveText(message, true);
		}
		BenchmarkServer.await(this.publisher, UNANSWERED);
		BenchmarkServer.await(this.subscriber, QUEUED);
	}

}
