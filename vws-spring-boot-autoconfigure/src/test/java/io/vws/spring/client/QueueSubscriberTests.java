package io.vws.spring.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Payload;
import io.vws.bus.Subscription;
import io.vws.delivery.OverflowPolicy;
import io.vws.topic.Topic;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueueSubscriberTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Event> handled = new ArrayList<>();

	private final List<Event> dropped = new ArrayList<>();

	private final QueueSubscriber subscriber = new QueueSubscriber(1, OverflowPolicy.DISCONNECT, this.tasks::add,
			this.handled::add, this.dropped::add);

	private final Subscription subscription = new InMemoryEventBus(JsonMapper.shared()).subscribe("#", this.subscriber);

	private final Event first = event(1);

	private final Event second = event(2);

	private static Event event(Object payload) {
		return new Event(Topic.parse("a"), Payload.of(payload, JsonMapper.shared()));
	}

	private void publish(Event event) {
		this.subscriber.prepare(event);
		this.subscriber.deliver(event, this.subscription);
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	@Test
	void eventIsHandledOnTheExecutor() {
		publish(this.first);
		assertThat(this.handled).isEmpty();
		runTasks();
		assertThat(this.handled).containsExactly(this.first);
	}

	@Test
	void roomIsReservedBeforeTheDelivery() {
		this.subscriber.prepare(this.first);
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.subscriber.prepare(this.second));
		this.subscriber.cancel(this.first);
		publish(this.second);
		runTasks();
		assertThat(this.handled).containsExactly(this.second);
	}

	@Test
	void eventThatCannotBeWrittenIsRefused() {
		Object cyclic = new Object() {

			@SuppressWarnings("unused")
			public Object getSelf() {
				return this;
			}

		};
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.subscriber.prepare(event(cyclic)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(EventRefusedException.Reason.NOT_ENCODABLE));
	}

	@Test
	void eventThatWasPromisedBeforeTheEndIsHandled() throws Exception {
		this.subscriber.prepare(this.first);
		assertThat(this.subscriber.end(Duration.ZERO)).isFalse();
		this.subscriber.deliver(this.first, this.subscription);
		runTasks();
		assertThat(this.handled.size() + this.dropped.size()).isEqualTo(1);
	}

	@Test
	void eventThatComesAfterTheEndIsDroppedAndRefusesNothing() throws Exception {
		publish(this.first);
		runTasks();
		assertThat(this.subscriber.end(Duration.ZERO)).isTrue();
		publish(this.second);
		this.subscriber.prepare(this.first);
		this.subscriber.cancel(this.first);
		runTasks();
		assertThat(this.handled).containsExactly(this.first);
		assertThat(this.dropped).containsExactly(this.second);
	}

	@Test
	void discardedSubscriberRefusesNothingAndTellsNothing() {
		publish(this.first);
		this.subscriber.discard();
		publish(this.second);
		runTasks();
		assertThat(this.handled).isEmpty();
		assertThat(this.dropped).isEmpty();
	}

}
