package io.vws.bench.micro;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.vws.server.VwsConnection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to be observed: the way of a message from its text to a subscriber in the
 * same process, which is one request and one publish, and to another connection, which is
 * one delivery more. {@link IntakeBenchmark#toListener} and
 * {@link IntakeBenchmark#toConnection} are the same for a server that was given no
 * registry.
 */
public class ObservationBenchmark extends MicroBenchmark {

	private static final int BATCH = 64;

	private static final int QUEUED = 1024;

	private final BenchmarkServer unobserved = new BenchmarkServer(ObservationRegistry.create());

	private final BenchmarkServer timed = new BenchmarkServer(
			observedBy(new DefaultMeterObservationHandler(new SimpleMeterRegistry())));

	private final VwsConnection unobservedPublisher = publisher(this.unobserved);

	private final VwsConnection timedPublisher = publisher(this.timed);

	private final VwsConnection unobservedSubscriber = subscriber(this.unobserved);

	private final VwsConnection timedSubscriber = subscriber(this.timed);

	private final String toListener = Messages.publish(200).replace("site/17", "site/15");

	private final String toConnection = Messages.publish(200);

	private static ObservationRegistry observedBy(ObservationHandler<?> handler) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		return registry;
	}

	private static VwsConnection publisher(BenchmarkServer server) {
		server.bus.subscribe("site/15/#", new EventBusBenchmark.Counter());
		return server.connect();
	}

	private static VwsConnection subscriber(BenchmarkServer server) {
		VwsConnection subscriber = server.connect();
		subscriber.receiveText("{\"k\":\"s\",\"t\":\"site/17/#\"}", true);
		return subscriber;
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.unobserved.close();
		this.timed.close();
	}

	/** With a registry that nobody has registered at. */
	@Benchmark
	public void nobodyObserves() {
		this.unobservedPublisher.receiveText(this.toListener, true);
	}

	/** With such a registry, to another connection. */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void nobodyObservesDelivery() {
		receive(this.unobservedPublisher, this.unobservedSubscriber);
	}

	/** With Boot's handler, which makes timers. */
	@Benchmark
	public void metersObserve() {
		this.timedPublisher.receiveText(this.toListener, true);
	}

	/** With such a handler, to another connection. */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void metersObserveDelivery() {
		receive(this.timedPublisher, this.timedSubscriber);
	}

	private void receive(VwsConnection publisher, VwsConnection subscriber) {
		for (int i = 0; i < BATCH; i++) {
			publisher.receiveText(this.toConnection, true);
		}
		BenchmarkServer.await(subscriber, QUEUED);
	}

}
