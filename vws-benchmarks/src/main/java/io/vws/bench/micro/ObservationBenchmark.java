package io.vws.bench.micro;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.vws.server.VwsConnection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to be observed: the way of a message from its text to a subscriber in the
 * same process, which is one request and one publish. {@link IntakeBenchmark#toListener}
 * is the same for a server that was given no registry.
 */
public class ObservationBenchmark extends MicroBenchmark {

	private final BenchmarkServer unobserved = new BenchmarkServer(ObservationRegistry.create());

	private final BenchmarkServer timed = new BenchmarkServer(
			observedBy(new DefaultMeterObservationHandler(new SimpleMeterRegistry())));

	private final VwsConnection unobservedPublisher = publisher(this.unobserved);

	private final VwsConnection timedPublisher = publisher(this.timed);

	private final String message = Messages.publish(200);

	private static ObservationRegistry observedBy(ObservationHandler<?> handler) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		return registry;
	}

	private static VwsConnection publisher(BenchmarkServer server) {
		server.bus.subscribe("site/17/#", new EventBusBenchmark.Counter());
		return server.connect();
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.unobserved.close();
		this.timed.close();
	}

	/** With a registry that nobody has registered at. */
	@Benchmark
	public void nobodyObserves() {
		this.unobservedPublisher.receiveText(this.message, true);
	}

	/** With Boot's handler, which makes timers. */
	@Benchmark
	public void metersObserve() {
		this.timedPublisher.receiveText(this.message, true);
	}

}
