package io.vws.spring.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.bus.EventRefusedException.Reason;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.topic.Topic;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What clients sent on its way to the application's listeners.
 */
@Timeout(20)
@ExtendWith(OutputCaptureExtension.class)
class ClientEventPublisherTests {

	private static final Peer peer = new Peer("c1", null, null);

	private final List<VwsMessageEvent> published = Collections.synchronizedList(new ArrayList<>());

	private final List<EventFailure> failures = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch blocked = new CountDownLatch(1);

	private final List<ClientEventPublisher> publishers = new ArrayList<>();

	@AfterEach
	void stop() {
		this.blocked.countDown();
		this.publishers.forEach(ClientEventPublisher::stop);
	}

	@Test
	void listenersGetEventsInOrderOnAThreadOfTheirOwn() {
		List<String> threads = Collections.synchronizedList(new ArrayList<>());
		ClientEventPublisher publisher = publisher(1000, Duration.ofSeconds(10), (message) -> {
			threads.add(Thread.currentThread().getName());
			this.published.add(message);
		});
		IntStream.range(0, 1000).forEach((number) -> send(publisher, "n/" + number));
		publisher.stop();
		assertThat(this.published).extracting(VwsMessageEvent::topic)
			.containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj((number) -> "n/" + number).toList());
		assertThat(threads).containsOnly("vws-events");
	}

	@Test
	void listenerLearnsWhatTheClientSent() {
		ClientEventPublisher publisher = publisher(1, Duration.ofSeconds(10), this.published::add);
		Event event = new Event(Topic.parse("orders/new"),
				Payload.ofJson("{\"item\":\"hammer\",\"price\":9007199254740993}", JsonMapper.shared()),
				Map.of("traceparent", "x"), peer);
		publisher.prepare(event);
		publisher.deliver(event);
		publisher.stop();
		VwsMessageEvent message = this.published.get(0);
		assertThat(message.topic()).isEqualTo("orders/new");
		assertThat(message.json()).isEqualTo("{\"item\":\"hammer\",\"price\":9007199254740993}");
		assertThat(message.payload(NewOrder.class)).isEqualTo(new NewOrder("hammer", 9007199254740993L));
		assertThat(message.payload(new TypeReference<Map<String, Object>>() {
		})).containsEntry("price", 9007199254740993L);
		assertThat(message.headers()).containsOnly(Map.entry("traceparent", "x"));
		assertThat(message.sender()).isSameAs(peer);
		assertThat(message).hasToString("VwsMessageEvent[orders/new]");
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> message.payload(Integer.class));
	}

	@Test
	void eventOfTheApplicationIsNoMessage() {
		assertThatIllegalArgumentException().isThrownBy(() -> new VwsMessageEvent(
				new Event(Topic.parse("x"), Payload.ofJson("1", JsonMapper.shared()), Map.of(), null)));
	}

	@Test
	void whenFullThenIsBusyUntilThereIsRoom() throws InterruptedException {
		ClientEventPublisher publisher = publisher(2, Duration.ofSeconds(10), this::block);
		send(publisher, "handled");
		assertThat(this.entered.await(10, TimeUnit.SECONDS)).isTrue();
		send(publisher, "waits/1");
		Event second = event("waits/2");
		publisher.prepare(second);
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> publisher.prepare(event("refused")))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.BUSY));
		publisher.cancel(second);
		send(publisher, "waits/3");
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> publisher.prepare(event("refused")));
		this.blocked.countDown();
		publisher.stop();
		assertThat(this.published).extracting(VwsMessageEvent::topic).containsExactly("handled", "waits/1", "waits/3");
		assertThat(this.failures).isEmpty();
	}

	@Test
	void failureOfAListenerIsCountedAndLoggedWithoutTheMessageAndTheNextEventComes(CapturedOutput output) {
		ClientEventPublisher publisher = publisher(10, Duration.ofSeconds(10), (message) -> {
			if (message.topic().equals("bad")) {
				throw new IllegalStateException("quotes what a client sent");
			}
			this.published.add(message);
		});
		send(publisher, "bad");
		send(publisher, "good");
		publisher.stop();
		assertThat(this.published).extracting(VwsMessageEvent::topic).containsExactly("good");
		assertThat(this.failures).containsExactly(EventFailure.LISTENER_FAILED);
		assertThat(output.getAll().lines().filter((line) -> line.contains(" WARN ")))
			.singleElement(InstanceOfAssertFactories.STRING)
			.contains("An application listener failed to handle an event of c1: java.lang.IllegalStateException")
			.doesNotContain("quotes");
	}

	/**
	 * Symptom: an {@code AssertionError} or {@code NoClassDefFoundError} of a listener
	 * was neither counted nor logged.
	 */
	@Test
	void errorOfAListenerIsCountedAndTheNextEventComes(CapturedOutput output) {
		ClientEventPublisher publisher = publisher(10, Duration.ofSeconds(10), (message) -> {
			if (message.topic().equals("bad")) {
				throw new NoClassDefFoundError("x/Y");
			}
			this.published.add(message);
		});
		send(publisher, "bad");
		send(publisher, "good");
		publisher.stop();
		assertThat(this.published).extracting(VwsMessageEvent::topic).containsExactly("good");
		assertThat(this.failures).containsExactly(EventFailure.LISTENER_FAILED);
		assertThat(output).contains("failed to handle an event of c1: java.lang.NoClassDefFoundError");
	}

	@Test
	void whatWaitsIsPublishedOnStop() throws InterruptedException {
		ClientEventPublisher publisher = publisher(10, Duration.ofSeconds(10), this::block);
		IntStream.range(0, 5).forEach((number) -> send(publisher, "n/" + number));
		assertThat(this.entered.await(10, TimeUnit.SECONDS)).isTrue();
		Thread stopping = new Thread(publisher::stop);
		stopping.start();
		this.blocked.countDown();
		stopping.join();
		assertThat(this.published).hasSize(5);
		assertThat(publisher.isRunning()).isFalse();
	}

	@Test
	void stopDoesNotWaitForEver(CapturedOutput output) throws InterruptedException {
		ClientEventPublisher publisher = publisher(10, Duration.ofMillis(10), this::block);
		send(publisher, "stuck");
		assertThat(this.entered.await(10, TimeUnit.SECONDS)).isTrue();
		publisher.stop();
		assertThat(output).contains("The application stops before its listeners have handled all events of clients");
	}

	@Test
	void whatComesAfterTheStopIsCounted() {
		ClientEventPublisher publisher = publisher(10, Duration.ofSeconds(10), this.published::add);
		publisher.stop();
		send(publisher, "late");
		assertThat(this.published).isEmpty();
		assertThat(this.failures).containsExactly(EventFailure.LISTENER_FAILED);
	}

	private void block(VwsMessageEvent message) {
		this.entered.countDown();
		try {
			this.blocked.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.published.add(message);
	}

	@Test
	void eachCallOfTheListenersIsToldWithItsTime() {
		List<Duration> times = Collections.synchronizedList(new ArrayList<>());
		EventOutcomeListener outcomes = new EventOutcomeListener() {

			@Override
			public void failed(EventFailure failure) {
				ClientEventPublisherTests.this.failures.add(failure);
			}

			@Override
			public void called(String listener, Duration time) {
				assertThat(listener).isEqualTo("application-events");
				times.add(time);
			}

		};
		ClientEventPublisher publisher = publisher(10, Duration.ofSeconds(10), this.published::add, outcomes);
		send(publisher, "one");
		send(publisher, "two");
		publisher.stop();
		assertThat(times).hasSize(2).noneMatch(Duration::isNegative);
	}

	private ClientEventPublisher publisher(int capacity, Duration stopTimeout, Consumer<VwsMessageEvent> listener) {
		return publisher(capacity, stopTimeout, listener, this.failures::add);
	}

	private ClientEventPublisher publisher(int capacity, Duration stopTimeout, Consumer<VwsMessageEvent> listener,
			EventOutcomeListener outcomes) {
		ClientEventPublisher publisher = new ClientEventPublisher(
				(message) -> listener.accept((VwsMessageEvent) message), outcomes, ListenObservation.none(), capacity,
				stopTimeout);
		publisher.start();
		this.publishers.add(publisher);
		assertThat(publisher.isRunning()).isTrue();
		return publisher;
	}

	private void send(ClientEventPublisher publisher, String topic) {
		Event event = event(topic);
		publisher.prepare(event);
		publisher.deliver(event);
	}

	private static Event event(String topic) {
		return new Event(Topic.parse(topic), Payload.ofJson("1", JsonMapper.shared()), Map.of(), peer);
	}

	record NewOrder(String item, long price) {
	}

}
