package io.vws.bench.micro;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.vws.server.VwsConnection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to be observed: the way of a message from its text to a subscriber in the
 * same process, which is one request and one publish, and to another connection, which is
 * one delivery more.
 */
public class ObservationBenchmark extends MicroBenchmark {

	private static final int BATCH = 64;

	private static final int QUEUED = 1024;

	@Param
	public Observer observer = Observer.NONE;

	private BenchmarkServer server = new BenchmarkServer();

	private VwsConnection publisher = this.server.connect();

	private VwsConnection subscriber = this.server.connect();

	private final String toListener = Messages.publish(200).replace("site/17", "site/15");

	private final String toConnection = Messages.publish(200);

	/** Who observes. */
	public enum Observer {

		/** The server was not given a registry. */
		NONE,

		/** It was given one that nobody has registered at. */
		NOBODY,

		/** Boot's handler, which makes timers. */
		TIMERS;

		private ObservationRegistry registry() {
			ObservationRegistry registry = (this == NONE) ? ObservationRegistry.NOOP : ObservationRegistry.create();
			if (this == TIMERS) {
				registry.observationConfig()
					.observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
			}
			return registry;
		}

	}

	/** Once it is known who observes. */
	@Setup(Level.Trial)
	public void start() {
		this.server.close();
		this.server = new BenchmarkServer(this.observer.registry());
		this.server.bus.subscribe("site/15/#", new EventBusBenchmark.Counter());
		this.publisher = this.server.connect();
		this.subscriber = this.server.connect();
		this.subscriber.receiveText("{\"k\":\"s\",\"t\":\"site/17/#\"}", true);
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.server.close();
	}

	@Benchmark
	public void toListener() {
		this.publisher.receiveText(this.toListener, true);
	}

	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void toConnection() {
		for (int i = 0; i < BATCH; i++) {
			this.publisher.receiveText(this.toConnection, true);
		}
		BenchmarkServer.await(this.subscriber, QUEUED);
	}

}
