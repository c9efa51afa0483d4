package io.vws.spring.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ConnectionEventPublisherTests {

	private static final Peer ada = new Peer("c1", () -> "ada", null);

	private static final Peer bob = new Peer("c2", () -> "bob", null);

	private static final TopicPattern pattern = TopicPattern.parse("a/#");

	private final List<VwsConnectionEvent> events = new CopyOnWriteArrayList<>();

	private final List<EventFailure> failures = new CopyOnWriteArrayList<>();

	private final List<ConnectionEventPublisher> publishers = new ArrayList<>();

	@AfterEach
	void stop() {
		this.publishers.forEach(ConnectionEventPublisher::stop);
	}

	@Test
	void publishesWhatHappensInOrderAndNotOnTheThreadOnWhichItHappens() {
		List<String> threads = new CopyOnWriteArrayList<>();
		ConnectionEventPublisher publisher = publisher(100, (event) -> threads.add(Thread.currentThread().getName()));
		publisher.opened(ada);
		publisher.subscribed(ada, pattern);
		publisher.opened(bob);
		publisher.unsubscribed(ada, pattern);
		publisher.closed(ada, CloseReason.NO_PONG, Duration.ofSeconds(7));
		await().until(() -> this.events.size() == 5);
		assertThat(this.events).containsExactly(new VwsConnectionEvent.Opened(ada),
				new VwsConnectionEvent.Subscribed(ada, pattern), new VwsConnectionEvent.Opened(bob),
				new VwsConnectionEvent.Unsubscribed(ada, pattern),
				new VwsConnectionEvent.Closed(ada, CloseReason.NO_PONG, Duration.ofSeconds(7)));
		assertThat(threads).containsOnly("vws-connection-events");
		publisher.closed(bob, CloseReason.NORMAL, Duration.ZERO); // room is kept for it
	}

	@Test
	void whenNobodyListensThenPublishesNothing() {
		List<String> asked = new ArrayList<>();
		ConnectionEventPublisher publisher = new ConnectionEventPublisher((event) -> this.events.add(cast(event)),
				this.failures::add, () -> !asked.add("asked"), 100);
		this.publishers.add(publisher);
		publisher.opened(ada);
		publisher.subscribed(ada, pattern);
		publisher.closed(ada, CloseReason.NORMAL, Duration.ZERO);
		publisher.opened(bob);
		publisher.stop();
		assertThat(this.events).isEmpty();
		assertThat(asked).as("once").hasSize(1);
	}

	/** Subscribing and closing happen on two threads. */
	@Test
	void nothingOfAConnectionFollowsItsEnd() {
		CountDownLatch go = new CountDownLatch(1);
		ConnectionEventPublisher publisher = publisher(100, (event) -> waitFor(go));
		publisher.opened(ada);
		publisher.closed(ada, CloseReason.NORMAL, Duration.ZERO);
		publisher.subscribed(ada, pattern);
		go.countDown();
		publisher.stop();
		publisher.subscribed(ada, pattern);
		assertThat(this.events).hasSize(2).last().isInstanceOf(VwsConnectionEvent.Closed.class);
	}

	@Test
	void whenTheQueueIsFullThenEventsAreLostAndCountedButNotTheEndOfWhatIsKnown() {
		CountDownLatch go = new CountDownLatch(1);
		ConnectionEventPublisher publisher = publisher(4, (event) -> waitFor(go));
		publisher.opened(ada);
		await().until(() -> this.events.size() == 1);
		for (int i = 0; i < 10; i++) {
			publisher.subscribed(ada, pattern);
		}
		publisher.opened(bob);
		publisher.closed(ada, CloseReason.NORMAL, Duration.ZERO);
		publisher.closed(bob, CloseReason.NORMAL, Duration.ZERO);
		go.countDown();
		publisher.stop();
		assertThat(this.events).hasSize(5)
			.allSatisfy((event) -> assertThat(event.peer()).isEqualTo(ada))
			.last()
			.isInstanceOf(VwsConnectionEvent.Closed.class);
		assertThat(this.failures).hasSize(8).containsOnly(EventFailure.CONNECTION_EVENT_DROPPED);
	}

	@Test
	void whenAListenerThrowsThenTheNextEventIsPublished() {
		ConnectionEventPublisher publisher = publisher(100, (event) -> {
			throw new IllegalStateException("of the application");
		});
		publisher.opened(ada);
		publisher.closed(ada, CloseReason.NORMAL, Duration.ZERO);
		publisher.stop();
		assertThat(this.events).hasSize(2);
		assertThat(this.failures).containsExactly(EventFailure.LISTENER_FAILED, EventFailure.LISTENER_FAILED);
	}

	private ConnectionEventPublisher publisher(int capacity, Consumer<VwsConnectionEvent> listener) {
		ConnectionEventPublisher publisher = new ConnectionEventPublisher((event) -> {
			this.events.add(cast(event));
			listener.accept(cast(event));
		}, this.failures::add, () -> true, capacity);
		publisher.start();
		this.publishers.add(publisher);
		return publisher;
	}

	private static VwsConnectionEvent cast(Object event) {
		return (VwsConnectionEvent) event;
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
