package io.vws.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.log.RecordedLog;
import io.vws.topic.Topic;
import io.vws.transform.EventTransform;
import io.vws.transform.EventTransforms;
import io.vws.transform.InboundTransform;
import io.vws.transform.Outcome;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the outcomes of inbound transforms, and what the rules are asked.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class InboundTransformsTests {

	private static final String PUBLISH = "{\"t\":\"a/b\",\"d\":1,\"i\":2}";

	private final TestAuthorizer authorizer = new TestAuthorizer();

	private final List<EventTransform> transforms = new ArrayList<>();

	@AutoClose
	private final TestServer server = TestServer.create(this.authorizer,
			(builder) -> builder.settings(TestServer.settings())
				.inbound(InboundTransform.of((event) -> EventTransforms.chain(this.transforms).apply(event))));

	private final TestClient client = this.server.connect("c1");

	@Test
	void publishWhenUnchangedThenTheRulesAreAskedOnce() {
		this.transforms.add((event) -> Outcome.unchanged());
		assertThat(publish()).containsExactly("a/b=1", "a 2");
		assertThat(asked()).containsExactly("alice publishes a/b=1");
	}

	@Test
	void publishWhenTheTopicIsChangedThenTheRulesAreAskedAgain() {
		this.transforms.add(EventTransforms.addTopicPrefix("x"));
		assertThat(publish()).containsExactly("x/a/b=1", "a 2");
		assertThat(asked()).containsExactly("alice publishes a/b=1", "alice publishes x/a/b=1");
	}

	@Test
	void publishWhenThePayloadIsChangedThenTheRulesAreAskedAgain() {
		this.transforms.add((event) -> Outcome.changed(event.withPayload(event.payload().withValue(List.of(7)))));
		assertThat(publish()).containsExactly("a/b=[7]", "a 2");
		assertThat(asked()).containsExactly("alice publishes a/b=1", "alice publishes a/b=[7]");
	}

	@Test
	void publishWhenHeadersAreChangedThenTheRulesAreAskedAgainAndTheyTravel() {
		this.transforms.add((event) -> Outcome.changed(event.withHeaders(Map.of("x", "y"))));
		this.client.exchange("{\"k\":\"s\",\"t\":\"#\"}");
		assertThat(this.client.exchange(PUBLISH)).contains("{\"t\":\"a/b\",\"d\":1,\"h\":{\"x\":\"y\"}}");
		assertThat(asked()).hasSize(2);
	}

	/** A transform cannot move an event to a topic that nobody granted. */
	@Test
	void publishWhenTheRulesRefuseWhatWasMadeThenForbiddenAndNobodyGetsIt() {
		this.transforms.add(EventTransforms.addTopicPrefix("secret"));
		this.authorizer.onPublish = (event) -> event.topic().text().startsWith("secret") ? Decision.refuse()
				: Decision.allow();
		assertThat(publish()).containsExactly("n 2 forbidden");
	}

	/** Nor can it make granted what was not. */
	@Test
	void publishWhenTheRulesRefuseWhatWasSentThenTheTransformDoesNotSeeIt() {
		this.transforms.add((event) -> {
			throw new AssertionError("Seen");
		});
		this.authorizer.onPublish = (event) -> Decision.refuse();
		assertThat(publish()).containsExactly("n 2 forbidden");
		this.authorizer.onPublish = (event) -> Decision.drop();
		assertThat(this.client.ask(PUBLISH)).containsExactly("a 2");
		assertThat(asked()).containsExactly("alice publishes a/b=1", "alice publishes a/b=1");
	}

	@Test
	void publishWhenTheRulesDropWhatWasMadeThenAcknowledgedAndNobodyGetsIt() {
		this.transforms.add(EventTransforms.addTopicPrefix("x"));
		this.authorizer.onPublish = (event) -> event.topic().text().startsWith("x/") ? Decision.drop()
				: Decision.allow();
		assertThat(publish()).containsExactly("a 2");
	}

	@Test
	void publishWhenRewrittenThenTheTransformSeesThatAndTheRulesAreAskedAboutTheResult() {
		this.transforms.add(EventTransforms.addTopicPrefix("x"));
		this.authorizer.onPublish = (event) -> event.topic().text().equals("a/b")
				? Decision.rewrite(new Event(Topic.parse("c"), Payload.ofJson("2", TestServer.MAPPER)))
				: Decision.allow();
		assertThat(publish()).containsExactly("x/c=2", "a 2");
		assertThat(asked()).containsExactly("alice publishes a/b=1", "alice publishes x/c=2");
	}

	@ParameterizedTest
	@CsvSource({ "a/b, true", "a/c, false" })
	void publishWhenDroppedThenAcknowledgedAndCounted(String topic, boolean dropped) {
		this.transforms.add(EventTransforms.dropPattern("a/b"));
		this.client.exchange("{\"k\":\"s\",\"t\":\"#\"}");
		List<String> answers = this.client.ask("{\"t\":\"" + topic + "\",\"d\":1,\"i\":2}",
				"{\"t\":\"" + topic + "\",\"d\":1}");
		assertThat(answers).isEqualTo(dropped ? List.of("a 2") : List.of(topic + "=1", "a 2", topic + "=1"));
		assertThat(this.server.listener.calls).filteredOn("transform dropped INBOUND"::equals).hasSize(dropped ? 2 : 0);
		assertThat(this.server.listener.calls).noneMatch((call) -> call.startsWith("refused"));
	}

	@Test
	void publishWhenStoppedThenTheOthersDoNotSeeIt() {
		this.transforms.add(EventTransforms.whenPattern("a/#",
				EventTransforms.chain(EventTransforms.addTopicPrefix("x"), EventTransforms.stop())));
		this.transforms.add(EventTransforms.drop());
		assertThat(publish()).containsExactly("x/a/b=1", "a 2");
		assertThat(this.client.ask("{\"t\":\"other\",\"d\":1,\"i\":3}")).containsExactly("a 3");
	}

	/** Such as a regular expression that is too much for the stack. */
	@Test
	void publishWhenTheTransformFailsWithAnErrorThenInternalAndTheConnectionLives() {
		this.transforms.add((event) -> {
			throw new StackOverflowError();
		});
		assertThat(publish()).containsExactly("n 2 internal");
		this.transforms.clear();
		assertThat(this.client.ask(PUBLISH)).containsExactly("a/b=1", "a 2");
	}

	@Test
	void publishWhenTheTransformFailsThenInternalAndTheConnectionLives() {
		try (RecordedLog log = new RecordedLog()) {
			this.transforms.add((event) -> {
				throw new IllegalStateException("Cannot take " + event.payload().json());
			});
			this.client.exchange("{\"k\":\"s\",\"t\":\"#\"}");
			assertThat(this.client.exchange("{\"t\":\"a/b\",\"d\":\"PAYLOAD\",\"i\":2}", "{\"t\":\"a/b\",\"d\":1}"))
				.containsExactly(
						"{\"k\":\"n\",\"i\":2,\"e\":\"The server failed to handle the request\",\"h\":{\"vws-code\":\"internal\"}}");
			assertThat(log.messages()).singleElement()
				.asString()
				.startsWith("A transform failed, so an event of a client was refused: java.lang.IllegalStateException")
				.doesNotContain("PAYLOAD", "TRACE");
			assertThat(this.server.listener.calls).filteredOn("transform failed INBOUND"::equals).hasSize(2);
			this.transforms.clear();
			assertThat(this.client.ask(PUBLISH)).containsExactly("a/b=1", "a 2");
		}
	}

	@Test
	@SuppressWarnings("NullAway") // what the compiler of an application may not check
	void publishWhenThereIsNoOutcomeThenInternal() {
		this.transforms.add((event) -> null);
		assertThat(publish()).containsExactly("n 2 internal");
	}

	@Test
	void publishWhenTheTopicBecomesTooLongThenInternal() {
		this.transforms.add(EventTransforms.addTopicPrefix("x".repeat(1022)));
		assertThat(publish()).containsExactly("n 2 internal");
	}

	/** An application that hears the event must learn who sent it. */
	@Test
	void publishWhenTheTransformNamesAnotherSenderThenTheSenderStays() {
		this.transforms.add((event) -> Outcome.changed(new Event(event.topic(), event.payload())));
		AtomicReference<Event> published = new AtomicReference<>();
		this.server.bus.subscribe("a/b", (event, subscription) -> published.set(event));
		this.client.ask(PUBLISH);
		assertThat(published.get()).extracting(Event::sender).isSameAs(this.client.connection.peer());
	}

	@Test
	void publishOfTheApplicationIsNotTransformed() {
		this.transforms.add(EventTransforms.drop());
		this.client.exchange("{\"k\":\"s\",\"t\":\"#\"}");
		this.server.bus.publish("a/b", 1);
		assertThat(this.client.ask()).containsExactly("a/b=1");
	}

	@Test
	void transformsOfTheBuilderApplyInTheOrderAdded() {
		try (TestServer ordered = TestServer.create(this.authorizer,
				(builder) -> builder.inbound(InboundTransform.of(EventTransforms.addTopicPrefix("1")))
					.inbound(InboundTransform.on("1/#", EventTransforms.addTopicPrefix("2")))
					.inbound(InboundTransform.on("1/#", EventTransforms.drop())))) {
			TestClient first = ordered.connect("c1");
			first.exchange("{\"k\":\"s\",\"t\":\"#\"}");
			assertThat(first.ask(PUBLISH)).containsExactly("2/1/a/b=1", "a 2");
		}
	}

	/** Checks that come first also come first with transforms. */
	@Test
	void publishWhenItIsNotCompleteThenTheTransformDoesNotSeeIt() {
		this.transforms.add(EventTransforms.drop());
		assertThat(this.client.ask("{\"t\":\"a\",\"i\":1}", "{\"t\":\"+\",\"d\":1,\"i\":2}"))
			.containsExactly("n 1 data-required", "n 2 invalid-topic");
		await().until(() -> this.server.listener.calls.contains("refused c1 invalid-topic"));
		assertThat(this.server.listener.calls).doesNotContain("transform dropped INBOUND");
	}

	private List<String> publish() {
		this.client.exchange("{\"k\":\"s\",\"t\":\"#\"}");
		return this.client.ask(PUBLISH);
	}

	private List<String> asked() {
		return this.authorizer.asked.stream().filter((question) -> question.contains(" publishes ")).toList();
	}

}
