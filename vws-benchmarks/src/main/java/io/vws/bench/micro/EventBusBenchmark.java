package io.vws.bench.micro;

import io.vws.bus.Event;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Payload;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.topic.Topic;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bus in one process: publish to subscribers of the exact topic that only count.
 */
public class EventBusBenchmark extends MicroBenchmark {

	@Param({ "0", "1", "10", "1000" })
	public int subscribers = 1;

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final InMemoryEventBus bus = new InMemoryEventBus(this.mapper);

	private final Event event = new Event(Topic.parse(Messages.TOPIC), Payload.ofJson("21.5", this.mapper));

	private final Double payload = 21.5;

	@Setup(Level.Trial)
	public void subscribe() {
		for (int i = 0; i < this.subscribers; i++) {
			this.bus.subscribe(Messages.TOPIC, new Counter());
		}
	}

	/** An event that exists already. */
	@Benchmark
	public Event publishEvent() {
		this.bus.publish(this.event);
		return this.event;
	}

	/** A topic and an object, as an application has them. */
	@Benchmark
	public Double publishObject() {
		this.bus.publish(Messages.TOPIC, this.payload);
		return this.payload;
	}

	/** Counts without synchronization: one thread publishes. */
	static final class Counter implements Subscriber {

		private long count;

		@Override
		public void deliver(Event event, Subscription subscription) {
			this.count++;
		}

		long count() {
			return this.count;
		}

	}

}
