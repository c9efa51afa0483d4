package io.vws.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the decisions of an authorizer.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VwsConnectionDecisionTests {

	private static final String SUBSCRIBE = "{\"k\":\"s\",\"t\":\"a/+\",\"i\":1}";

	private static final String PUBLISH = "{\"t\":\"a/b\",\"d\":1,\"i\":2}";

	private final TestAuthorizer authorizer = new TestAuthorizer();

	private final TestServer server = TestServer.create(this.authorizer);

	private final TestClient client = this.server.connect("c1");

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void subscribeWhenAllowedThenIsAskedOnce() {
		assertThat(this.client.ask(SUBSCRIBE, SUBSCRIBE, PUBLISH)).containsExactly("a 1", "a 1", "a/b=1", "a 2");
		assertThat(this.authorizer.asked).containsExactly("alice subscribes to a/+", "alice publishes a/b=1");
	}

	@Test
	void subscribeWhenRefusedThenForbidden() {
		this.authorizer.onSubscribe = (pattern) -> Decision.refuse();
		assertNotSubscribed("This is not allowed");
	}

	@Test
	void subscribeWhenRefusedWithTextThenForbiddenWithIt() {
		this.authorizer.onSubscribe = (pattern) -> Decision.refuse("Only \"on\" Mondays");
		assertNotSubscribed("Only \\\"on\\\" Mondays");
	}

	@Test
	void subscribeWhenTheAuthorizerFailsThenForbiddenAndNothingIsTold() {
		this.authorizer.onSubscribe = (pattern) -> {
			throw new IllegalStateException("secret");
		};
		assertNotSubscribed("This is not allowed");
	}

	@Test
	void subscribeWhenTheAuthorizerFailsWithAnErrorThenForbidden() {
		this.authorizer.onSubscribe = (pattern) -> {
			throw new StackOverflowError();
		};
		assertNotSubscribed("This is not allowed");
	}

	@Test
	void subscribeWhenRewrittenThenForbidden() {
		this.authorizer.onSubscribe = (pattern) -> Decision.rewrite(event("x", "1"));
		assertNotSubscribed("This is not allowed");
	}

	/** An authorizer that forgot a case granted it. */
	@Test
	@SuppressWarnings("NullAway") // what the compiler of an application may not check
	void subscribeWhenThereIsNoDecisionThenForbidden() {
		this.authorizer.onSubscribe = (pattern) -> null;
		assertNotSubscribed("This is not allowed");
	}

	private void assertNotSubscribed(String text) {
		assertThat(this.client.exchange(SUBSCRIBE))
			.containsExactly("{\"k\":\"n\",\"i\":1,\"e\":\"" + text + "\",\"h\":{\"vws-code\":\"forbidden\"}}");
		assertThat(this.server.bus.subscriptionCount()).isZero();
		assertThat(this.client.connection.patterns()).isEmpty();
		assertThat(this.server.listener.calls).containsExactly("opened c1", "refused c1 forbidden");
	}

	@Test
	void subscribeWhenDroppedThenAcknowledgedAndNothingElse() {
		this.authorizer.onSubscribe = (pattern) -> Decision.drop();
		assertThat(this.client.ask(SUBSCRIBE, PUBLISH, "{\"k\":\"u\",\"t\":\"a/+\",\"i\":3}")).containsExactly("a 1",
				"a 2", "a 3");
		assertThat(this.server.bus.subscriptionCount()).isZero();
	}

	@Test
	void subscribeWhenPatternIsInvalidThenIsNotAsked() {
		this.client.ask("{\"k\":\"s\",\"t\":\"#/a\"}", "{\"t\":\"+\",\"d\":1}", "{\"t\":\"a\"}");
		assertThat(this.authorizer.asked).isEmpty();
	}

	@Test
	void publishWhenRefusedThenForbidden() {
		this.authorizer.onPublish = (event) -> Decision.refuse("No \u2028 way");
		assertNotPublished("No \u2028 way");
	}

	@Test
	void publishWhenTheAuthorizerFailsThenForbiddenAndNothingIsTold() {
		this.authorizer.onPublish = (event) -> {
			throw new IllegalStateException("secret");
		};
		assertNotPublished("This is not allowed");
	}

	@Test
	void publishWhenTheAuthorizerFailsWithAnErrorThenForbidden() {
		this.authorizer.onPublish = (event) -> {
			throw new StackOverflowError();
		};
		assertNotPublished("This is not allowed");
	}

	@Test
	@SuppressWarnings("NullAway") // what the compiler of an application may not check
	void publishWhenThereIsNoDecisionThenForbidden() {
		this.authorizer.onPublish = (event) -> null;
		assertNotPublished("This is not allowed");
	}

	private void assertNotPublished(String text) {
		this.client.exchange("{\"k\":\"s\",\"t\":\"#\"}");
		assertThat(this.client.exchange(PUBLISH, "{\"t\":\"a/b\",\"d\":1}"))
			.containsExactly("{\"k\":\"n\",\"i\":2,\"e\":\"" + text + "\",\"h\":{\"vws-code\":\"forbidden\"}}");
		assertThat(this.server.listener.calls).containsExactly("opened c1", "refused c1 forbidden",
				"refused c1 forbidden");
	}

	@Test
	void publishWhenDroppedThenAcknowledgedAndNobodyGetsIt() {
		this.authorizer.onPublish = (event) -> Decision.drop();
		assertThat(this.client.ask(SUBSCRIBE, PUBLISH)).containsExactly("a 1", "a 2");
	}

	@Test
	void publishWhenRewrittenThenTheNewEventIsAskedAboutAndPublished() {
		this.authorizer.onPublish = firstThen(Decision.rewrite(event("a/c", "2")), Decision.allow());
		assertThat(this.client.ask(SUBSCRIBE, PUBLISH)).containsExactly("a 1", "a/c=2", "a 2");
		assertThat(this.authorizer.asked).containsExactly("alice subscribes to a/+", "alice publishes a/b=1",
				"alice publishes a/c=2");
	}

	/** An application that hears the event must learn who sent it. */
	@Test
	void publishWhenRewrittenThenTheSenderStays() {
		this.authorizer.onPublish = firstThen(Decision.rewrite(event("a/c", "2")), Decision.allow());
		AtomicReference<Event> published = new AtomicReference<>();
		this.server.bus.subscribe("a/c", (event, subscription) -> published.set(event));
		this.client.ask(PUBLISH);
		assertThat(published.get()).extracting(Event::sender).isSameAs(this.client.connection.peer());
	}

	@Test
	void publishWhenRewrittenTwiceThenTheFirstRewriteIsPublished() {
		this.authorizer.onPublish = firstThen(Decision.rewrite(event("a/c", "2")), Decision.rewrite(event("a/d", "3")));
		assertThat(this.client.ask(SUBSCRIBE, PUBLISH)).containsExactly("a 1", "a/c=2", "a 2");
		assertThat(this.authorizer.asked).hasSize(3);
	}

	@Test
	void publishWhenRewrittenAndThenRefusedThenForbidden() {
		this.authorizer.onPublish = firstThen(Decision.rewrite(event("a/c", "2")), Decision.refuse());
		assertThat(this.client.ask(SUBSCRIBE, PUBLISH)).containsExactly("a 1", "n 2 forbidden");
	}

	@Test
	void publishWhenRewrittenAndThenDroppedThenAcknowledgedAndNobodyGetsIt() {
		this.authorizer.onPublish = firstThen(Decision.rewrite(event("a/c", "2")), Decision.drop());
		assertThat(this.client.ask(SUBSCRIBE, PUBLISH)).containsExactly("a 1", "a 2");
	}

	@Test
	@SuppressWarnings("NullAway") // what the compiler of an application may not check
	void publishWhenRewrittenAndThenThereIsNoDecisionThenForbidden() {
		this.authorizer.onPublish = (event) -> event.topic().text().equals("a/b") ? Decision.rewrite(event("a/c", "2"))
				: null;
		assertThat(this.client.ask(SUBSCRIBE, PUBLISH)).containsExactly("a 1", "n 2 forbidden");
	}

	@Test
	void publishWhenRewritingFailsThenForbidden() {
		this.authorizer.onPublish = (event) -> Decision.rewrite(event("a/+", "2"));
		assertThat(this.client.ask(SUBSCRIBE, PUBLISH)).containsExactly("a 1", "n 2 forbidden");
	}

	@Test
	void openWhenThereAreInitialSubscriptionsThenTheyHoldAsFarAsGranted() {
		Function<TopicPattern, Decision> grants = (pattern) -> switch (pattern.text()) {
			case "yes/+" -> Decision.allow();
			case "no/+" -> Decision.refuse();
			case "drop/+" -> Decision.drop();
			default -> throw new IllegalStateException("secret");
		};
		this.authorizer.onSubscribe = grants;
		try (TestServer initial = TestServer.create(this.authorizer, (builder) -> builder
			.settings(TestServer.initialSubscriptions("yes/+", "no/+", "drop/+", "fails", "yes/+")))) {
			TestClient subscribed = initial.connect("c1");
			assertThat(subscribed.connection.patterns()).containsExactly("yes/+");
			assertThat(this.authorizer.asked).startsWith("alice subscribes to yes/+");
			initial.bus.publish("yes/1", 1);
			initial.bus.publish("no/1", 1);
			assertThat(subscribed.ask("{\"k\":\"s\",\"t\":\"yes/+\",\"i\":1}", "{\"k\":\"u\",\"t\":\"yes/+\",\"i\":2}"))
				.containsExactly("yes/1=1", "a 1", "a 2");
			assertThat(initial.listener.calls).filteredOn((call) -> call.startsWith("initial")).hasSize(3);
		}
	}

	/**
	 * The second of two equal patterns took the place of the first, which stayed in the
	 * bus.
	 */
	@Test
	void openWhenAnInitialSubscriptionIsRepeatedThenNothingIsLeftBehind() {
		try (TestServer initial = TestServer.create(TestServer.initialSubscriptions("a", "a"))) {
			TestClient subscribed = initial.connect("c1");
			assertThat(initial.bus.subscriptionCount()).isOne();
			subscribed.connection.transportClosed(CloseReason.NORMAL);
			assertThat(initial.bus.subscriptionCount()).isZero();
		}
	}

	private static Function<Event, Decision> firstThen(Decision first, Decision second) {
		return (event) -> event.topic().text().equals("a/b") ? first : second;
	}

	private static Event event(String topic, String json) {
		return new Event(Topic.parse(topic), Payload.ofJson(json, TestServer.MAPPER));
	}

}
