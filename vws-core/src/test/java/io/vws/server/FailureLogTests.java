package io.vws.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.Peer;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.log.RecordedLog;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What code of the application throws often quotes what a client sent: the log names its
 * type and its place, once a second, and never its message.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailureLogTests {

	private static final String PUBLISH = "{\"t\":\"PAYLOAD\\n/a\",\"d\":{\"amount\":\"PAYLOAD\"},\"i\":1}";

	private final TestAuthorizer authorizer = new TestAuthorizer();

	private final TestServer server = TestServer.create(this.authorizer);

	private final TestClient client = this.server.connect("c1");

	@AutoClose
	private final RecordedLog log = new RecordedLog();

	@AfterEach
	void stop() {
		this.server.close();
	}

	/** Symptom: Jackson's message held the value that it could not convert. */
	@Test
	void authorizerThatCannotReadThePayload() {
		this.authorizer.onPublish = (event) -> (event.payload().as(Order.class) != null) ? Decision.allow()
				: Decision.refuse();
		assertThat(this.client.ask(PUBLISH, PUBLISH)).containsExactly("n 1 forbidden", "n 1 forbidden");
		assertThatOneLineNames("The authorizer failed, so an event of c1 was refused: tools.jackson.databind.");
	}

	@Test
	void authorizerThatFailsForAPattern() {
		this.authorizer.onSubscribe = (pattern) -> {
			throw new IllegalStateException("No rule for " + pattern);
		};
		await().untilAsserted(() -> { // other tests may have logged the same within the
										// second
			assertThat(this.client.ask("{\"k\":\"s\",\"t\":\"PAYLOAD\\n\",\"i\":1}")).containsExactly("n 1 forbidden");
			assertThat(this.log.messages()).isNotEmpty();
		});
		assertThatOneLineNames("The authorizer failed, so a subscription of c1 was refused: "
				+ "java.lang.IllegalStateException at io.vws.server.FailureLogTests");
	}

	@Test
	void subscriberThatCannotReadThePayload() {
		this.server.bus.subscribe("+/#", (event, subscription) -> event.payload().as(Order.class));
		assertThat(this.client.ask(PUBLISH, PUBLISH)).containsExactly("a 1", "a 1");
		assertThatOneLineNames("A subscriber of '+/#' failed to take an event: tools.jackson.databind.");
	}

	@Test
	void patternOfAFailedSubscriberStaysOnItsLine() {
		this.server.bus.subscribe("a\nb/" + "c".repeat(500), (event, subscription) -> {
			throw new IllegalStateException(event.payload().json());
		});
		this.server.bus.publish("a\nb/" + "c".repeat(500), "PAYLOAD");
		assertThatOneLineNames("A subscriber of 'a?b/" + "c".repeat(124) + "...' failed to take an event: ");
	}

	@Test
	void busThatFails() {
		VwsServer failing = VwsServer.builder(new BusThatFails(), VwsAuthorizer.allowAll(), TestServer.MAPPER).build();
		TestClient unlucky = new TestClient(failing, "c9");
		assertThat(unlucky.ask(PUBLISH)).containsExactly("n 1 internal");
		assertThatOneLineNames("The event bus failed to take an event: java.lang.IllegalStateException at ");
	}

	@Test
	void busThatFailsToSubscribe() {
		VwsServer failing = VwsServer.builder(new BusThatFails(), VwsAuthorizer.allowAll(), TestServer.MAPPER).build();
		await().untilAsserted(() -> { // other tests may have logged the same within the
										// second
			TestClient unlucky = new TestClient(failing, "c9");
			unlucky.send("{\"k\":\"s\",\"t\":\"PAYLOAD\",\"i\":3}");
			unlucky.awaitCall("close 1011");
			assertThat(this.log.messages()).isNotEmpty();
		});
		assertThatOneLineNames(
				"Connection c9 is closed because handling a message failed: " + "java.lang.IllegalStateException at ");
	}

	@Test
	void listenerThatFails() {
		TestServer listened = TestServer.create(this.authorizer, (builder) -> builder.listener(new ServerListener() {

			@Override
			public void closed(Peer peer, CloseReason reason, Duration age) {
				throw new IllegalStateException("Closed by " + reason.text());
			}

		}));
		try (listened) {
			TestClient leaving = listened.connect("c2");
			leaving.connection.transportClosed(CloseReason.of(4000, "PAYLOAD\n"));
			assertThatOneLineNames("A listener of the server failed: java.lang.IllegalStateException at ");
		}
	}

	private void assertThatOneLineNames(String start) {
		assertThat(this.log.messages()).singleElement()
			.asString()
			.startsWith(start)
			.doesNotContain("PAYLOAD", "TRACE", "\n");
	}

	record Order(int amount) {
	}

	private static final class BusThatFails implements EventBus {

		@Override
		public void publish(Event event) {
			throw new IllegalStateException("Cannot take " + event.payload().json());
		}

		@Override
		public void publish(String topic, @Nullable Object payload) {
			throw new IllegalStateException();
		}

		@Override
		public Subscription subscribe(TopicPattern pattern, Subscriber subscriber) {
			throw new IllegalStateException("Cannot subscribe to " + pattern);
		}

	}

}
