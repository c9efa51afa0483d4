package io.vws.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import io.vws.bus.Peer;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a client is told when the bus or somebody on it refuses or fails.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsConnectionBusTests {

	private static final String PUBLISH = "{\"t\":\"a\",\"d\":1,\"i\":1}";

	private final RecordingClientEvents clientEvents = new RecordingClientEvents();

	private final TestServer server = TestServer.create(VwsAuthorizer.allowAll(),
			(builder) -> builder.clientEvents(this.clientEvents));

	private final TestClient client = this.server.connect("c1");

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void publishWhenTakenThenTheListenerIsAskedFirstAndGetsItLast() {
		this.server.bus.subscribe("a", (event, subscription) -> this.clientEvents.calls.add("bus " + event.topic()));
		assertThat(this.client.ask(PUBLISH)).containsExactly("a 1");
		this.server.bus.publish("a", "of the application");
		assertThat(this.clientEvents.calls).containsExactly("prepare a", "bus a", "deliver a", "bus a");
	}

	@Test
	void publishWhenASubscriberHasNoRoomThenBusyAndNobodyGetsIt() {
		this.client.ask("{\"k\":\"s\",\"t\":\"#\"}");
		this.server.bus.subscribe("a", refusing(EventRefusedException.busy("secret")));
		assertThat(this.client.exchange(PUBLISH, "{\"t\":\"a\",\"d\":2}")).containsExactly(
				"{\"k\":\"n\",\"i\":1,\"e\":\"The server is busy, try again later\",\"h\":{\"vws-code\":\"busy\"}}");
		assertThat(this.clientEvents.calls).containsExactly("prepare a", "cancel a", "prepare a", "cancel a");
		assertThat(this.server.listener.calls).containsExactly("opened c1", "refused c1 busy", "refused c1 busy");
	}

	@Test
	void publishWhenRefusedForAnotherReasonThenInternal() {
		this.server.bus.subscribe("a", refusing(EventRefusedException.tooLarge(2, 1)));
		assertThat(this.client.exchange(PUBLISH)).containsExactly(
				"{\"k\":\"n\",\"i\":1,\"e\":\"The server failed to handle the request\",\"h\":{\"vws-code\":\"internal\"}}");
	}

	@Test
	void publishWhenTheListenerHasNoRoomThenBusyAndNobodyGetsIt() {
		this.client.ask("{\"k\":\"s\",\"t\":\"#\"}");
		this.clientEvents.onPrepare = EventRefusedException.busy("secret");
		assertThat(this.client.ask(PUBLISH)).containsExactly("n 1 busy");
		assertThat(this.clientEvents.calls).containsExactly("prepare a");
	}

	@Test
	void publishWhenASubscriberFailsThenItIsAcknowledgedAllTheSame() {
		this.server.bus.subscribe("a", (event, subscription) -> {
			throw new IllegalStateException("expected in this test");
		});
		this.client.ask("{\"k\":\"s\",\"t\":\"#\"}");
		assertThat(this.client.ask(PUBLISH)).containsExactly("a=1", "a 1");
	}

	@Test
	void publishWhenTheBusFailsThenInternalAndTheConnectionLives() {
		FailingBus bus = new FailingBus();
		RecordingListener listener = new RecordingListener();
		VwsServer failing = VwsServer.builder(bus, VwsAuthorizer.allowAll(), TestServer.MAPPER)
			.clientEvents(this.clientEvents)
			.listener(listener)
			.build();
		TestClient unlucky = new TestClient(failing, "c9");
		assertThat(unlucky.ask(PUBLISH)).containsExactly("n 1 internal");
		assertThat(this.clientEvents.calls).containsExactly("prepare a", "cancel a");
		assertThat(unlucky.ask("{\"k\":\"U\",\"i\":2}")).containsExactly("a 2");
		unlucky.send("{\"k\":\"s\",\"t\":\"a\",\"i\":3}");
		unlucky.awaitCall("close 1011");
		await().until(() -> failing.connections().isEmpty());
		assertThat(listener.calls).containsExactly("opened c9", "refused c9 internal", "closed c9 1011");
	}

	/** Nothing on the way of an event knows how large it becomes but its encoder. */
	@Test
	void publishOfTheApplicationWhenTooLargeOrNotEncodableThenNobodyGetsIt() {
		List<String> heard = new CopyOnWriteArrayList<>();
		this.server.bus.subscribe("#", (event, subscription) -> heard.add(event.topic().text()));
		String large = "x".repeat(1024 * 1024);
		this.server.bus.publish("a", large);
		this.client.ask("{\"k\":\"s\",\"t\":\"+\"}");
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.server.bus.publish("a", large))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(EventRefusedException.Reason.TOO_LARGE));
		assertThatExceptionOfType(EventRefusedException.class)
			.isThrownBy(() -> this.server.bus.publish("a", new Secret()))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(EventRefusedException.Reason.NOT_ENCODABLE));
		this.server.bus.publish("a", 1);
		assertThat(heard).containsExactly("a", "a");
		assertThat(this.client.ask()).containsExactly("a=1");
	}

	@Test
	void publishOfTheApplicationWhenAtTheLimitThenArrives() {
		this.client.ask("{\"k\":\"s\",\"t\":\"+\"}");
		int envelope = "{\"t\":\"a\",\"d\":\"\"}".length();
		this.server.bus.publish("a", "x".repeat(1024 * 1024 - envelope));
		await().until(() -> this.client.transport.frames().stream().anyMatch((frame) -> frame.length() == 1024 * 1024));
		assertThatExceptionOfType(EventRefusedException.class)
			.isThrownBy(() -> this.server.bus.publish("a", "x".repeat(1024 * 1024 - envelope + 1)));
	}

	@Test
	void publishWhenManyClientsListenThenTheFrameIsMadeOnce() {
		TestClient other = this.server.connect("c2");
		String[] texts = new String[2];
		this.client.transport.onWrite = (frame) -> texts[0] = frame.isAnswer() ? texts[0] : frame.text();
		other.transport.onWrite = (frame) -> texts[1] = frame.isAnswer() ? texts[1] : frame.text();
		this.client.ask("{\"k\":\"s\",\"t\":\"a\"}");
		other.ask("{\"k\":\"s\",\"t\":\"+\"}", PUBLISH);
		this.client.ask();
		assertThat(texts[0]).isEqualTo("{\"t\":\"a\",\"d\":1}").isSameAs(texts[1]);
	}

	private static Subscriber refusing(EventRefusedException refusal) {
		return new Subscriber() {

			@Override
			public void prepare(Event event) {
				throw refusal;
			}

			@Override
			public void deliver(Event event, Subscription subscription) {
				throw new AssertionError("Delivered");
			}

		};
	}

	/** Cannot be written as JSON. */
	private static final class Secret {

		@SuppressWarnings("unused") // called by the mapper
		public int getX() {
			throw new IllegalStateException("secret");
		}

	}

	/** Fails whatever is wanted. */
	private static final class FailingBus implements EventBus {

		@Override
		public void publish(Event event) {
			throw new IllegalStateException("expected in this test");
		}

		@Override
		public void publish(String topic, @Nullable Object payload) {
			throw new IllegalStateException("expected in this test");
		}

		@Override
		public Subscription subscribe(TopicPattern pattern, Subscriber subscriber) {
			throw new IllegalStateException("expected in this test");
		}

	}

	/** Writes down what it hears. */
	private static final class RecordingClientEvents implements ClientEventListener {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		private @Nullable EventRefusedException onPrepare;

		@Override
		public void prepare(Event event) {
			this.calls.add("prepare " + event.topic());
			Peer sender = event.sender();
			assertThat(sender).isNotNull();
			if (this.onPrepare != null) {
				throw this.onPrepare;
			}
		}

		@Override
		public void deliver(Event event) {
			this.calls.add("deliver " + event.topic());
		}

		@Override
		public void cancel(Event event) {
			this.calls.add("cancel " + event.topic());
		}

	}

}
