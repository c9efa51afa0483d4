package io.vws.spring.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.vws.bus.EventBus;
import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Publishes the values of all meters whose names begin with {@code vws.} on the topic
 * {@value #TOPIC} from time to time, so that a page can show them. As for every topic
 * that begins with {@code $}, nobody gets it whom no rule for that very topic grants it.
 */
public final class MetricsSnapshotPublisher implements SmartLifecycle {

	/** The topic: {@value}. */
	public static final String TOPIC = "$metrics";

	private static final String PREFIX = "vws.";

	private final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(MetricsSnapshotPublisher.class));

	private final EventBus bus;

	private final MeterRegistry registry;

	private final Duration interval;

	private @Nullable ScheduledExecutorService executor;

	/**
	 * Create a publisher.
	 * @param interval time between two snapshots, zero for none
	 */
	public MetricsSnapshotPublisher(EventBus bus, MeterRegistry registry, Duration interval) {
		this.bus = bus;
		this.registry = registry;
		this.interval = interval;
	}

	/** Publish one now. */
	void publish() {
		try {
			this.bus.publish(TOPIC, snapshot());
		}
		catch (RuntimeException ex) { // a task that throws would not be run again
			this.failures.failed(ex, "The meters could not be published");
		}
	}

	/**
	 * Values by name and tags, such as {@code vws.connections.closed{code=1001}}. A meter
	 * with several values has one entry for each, such as {@code vws.requests.count}.
	 */
	private Map<String, Double> snapshot() {
		Map<String, Double> values = new TreeMap<>();
		for (Meter meter : this.registry.getMeters()) {
			if (meter.getId().getName().startsWith(PREFIX)) {
				add(meter, values);
			}
		}
		return values;
	}

	/** What is not a number cannot be written as JSON. */
	private static void add(Meter meter, Map<String, Double> values) {
		List<Measurement> measurements = new ArrayList<>();
		meter.measure().forEach(measurements::add);
		for (Measurement measurement : measurements) {
			if (Double.isFinite(measurement.getValue())) {
				values.put(key(meter.getId(), (measurements.size() > 1) ? measurement.getStatistic() : null),
						measurement.getValue());
			}
		}
	}

	private static String key(Meter.Id id, @Nullable Statistic statistic) {
		StringBuilder key = new StringBuilder(id.getName());
		if (statistic != null) {
			key.append('.').append(statistic.getTagValueRepresentation());
		}
		String separator = "{";
		for (Tag tag : id.getTags()) {
			key.append(separator).append(tag.getKey()).append('=').append(tag.getValue());
			separator = ",";
		}
		return id.getTags().isEmpty() ? key.toString() : key.append('}').toString();
	}

	@Override
	public synchronized void start() {
		if (this.interval.isZero()) {
			return;
		}
		ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "vws-metrics");
			thread.setDaemon(true);
			return thread;
		});
		long nanos = this.interval.toNanos();
		started.scheduleAtFixedRate(this::publish, nanos, nanos, TimeUnit.NANOSECONDS);
		this.executor = started;
	}

	@Override
	public synchronized void stop() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			this.executor = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

}
