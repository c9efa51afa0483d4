package io.vws.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import io.vws.client.ClientClosedException;
import io.vws.client.ClientState;
import io.vws.client.ReceivedEvent;
import io.vws.client.SubscriptionCancelledException;
import io.vws.client.VwsClient;
import io.vws.topic.InvalidTopicException;
import io.vws.wire.NackCode;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every client promises, be it of a server, of the application's own bus or the
 * module in a browser. That something does not come is seen by what comes after it.
 */
abstract class ClientScenarios extends Scenarios {

	@Test
	void subscriberIsToldTopicVariablesHeadersAndPayload() {
		VwsClient client = connected();
		BlockingQueue<ReceivedEvent> events = new LinkedBlockingQueue<>();
		join(client.subscribe("orders/+id/#rest", events::add).ready());
		Map<String, String> headers = Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
				"vws-private", "yes");
		join(client.publish("orders/7/status/now", Map.of("baked", true), headers));
		ReceivedEvent event = next(events);
		assertThat(event.topic()).isEqualTo("orders/7/status/now");
		assertThat(event.pattern()).isEqualTo("orders/+id/#rest");
		assertThat(event.variables()).isEqualTo(Map.of("id", "7", "rest", "status/now"));
		assertThat(event.json()).isEqualTo("{\"baked\":true}");
		assertThat(event.headers()).doesNotContainKey("vws-private")
			.extractingByKey("traceparent")
			.asString()
			.contains("0af7651916cd43dd8448eb211c80319c");
	}

	@Test
	void payloadIsConvertedToTheTypeOfTheHandler() {
		VwsClient client = connected();
		BlockingQueue<Throwable> failures = failures(client);
		BlockingQueue<Pizza> pizzas = new LinkedBlockingQueue<>();
		join(client.subscribe("pizzas", Pizza.class, (pizza, event) -> pizzas.add(pizza)).ready());
		join(client.publish("pizzas", "not a pizza"));
		join(client.publish("pizzas", new Pizza("Margherita \u00e0 la maison \ud83c\udf55", 32)));
		assertThat(next(pizzas)).isEqualTo(new Pizza("Margherita \u00e0 la maison \ud83c\udf55", 32));
		assertThat(next(failures)).isInstanceOf(JacksonException.class);
	}

	@Test
	void numbersBeyondTheRangeOfADouble() {
		VwsClient client = connected();
		BlockingQueue<String> received = subscribe(client, "numbers");
		join(client.publish("numbers", (1L << 53) + 1));
		assertThat(next(received)).isEqualTo(afterTravelling((1L << 53) + 1));
	}

	/** What becomes of a number; the Java clients keep every digit. */
	String afterTravelling(long number) {
		return Long.toString(number);
	}

	@Test
	void hashMatchesItsParent() {
		VwsClient client = connected();
		BlockingQueue<ReceivedEvent> events = new LinkedBlockingQueue<>();
		join(client.subscribe("a/#rest", events::add).ready());
		join(client.publish("ab", 0));
		join(client.publish("a", 1));
		ReceivedEvent event = next(events);
		assertThat(event.topic()).isEqualTo("a");
		assertThat(event.variables()).isEqualTo(Map.of("rest", ""));
	}

	@Test
	void wildcardInTheFirstLevelDoesNotMatchSystemTopics() {
		VwsClient client = connected();
		BlockingQueue<String> all = subscribe(client, "#");
		BlockingQueue<String> one = subscribe(client, "+/x");
		BlockingQueue<String> system = subscribe(client, "$kitchen/+");
		join(client.publish("$kitchen/x", "system"));
		join(client.publish("kitchen/x", "usual"));
		assertThat(next(system)).isEqualTo("\"system\"");
		assertThat(next(all)).isEqualTo("\"usual\"");
		assertThat(next(one)).isEqualTo("\"usual\"");
	}

	@Test
	void everyHandlerIsCalledOnceWhateverElseMatches() {
		VwsClient client = connected();
		List<BlockingQueue<String>> handlers = List.of(subscribe(client, "a/b"), subscribe(client, "a/b"),
				subscribe(client, "a/+x"), subscribe(client, "a/#"));
		join(client.publish("a/b", 1));
		join(client.publish("a/b", 2));
		for (BlockingQueue<String> handler : handlers) {
			assertThat(next(handler)).isEqualTo("1");
			assertThat(next(handler)).isEqualTo("2");
		}
		assertThat(handlers).allMatch(BlockingQueue::isEmpty);
	}

	@Test
	void eventsOfAPublisherKeepTheirOrder() {
		VwsClient client = connected();
		VwsClient publisher = connected();
		BlockingQueue<String> received = subscribe(client, "numbers/+");
		List<CompletableFuture<Void>> answers = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			answers.add(publisher.publish("numbers/" + i % 10, i));
		}
		answers.forEach(Scenarios::join);
		for (int i = 0; i < 300; i++) {
			assertThat(next(received)).isEqualTo("" + i);
		}
	}

	@Test
	void cancelledHandlerIsNotCalledAgain() {
		VwsClient client = connected();
		BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
		var subscription = client.subscribe("a", (event) -> cancelled.add(event.json()));
		join(subscription.ready());
		BlockingQueue<String> other = subscribe(client, "a");
		join(client.publish("a", 1));
		assertThat(next(cancelled)).isEqualTo("1");
		join(subscription.cancel());
		join(client.publish("a", 2));
		join(client.publish("a", 3));
		assertThat(List.of(next(other), next(other), next(other))).containsExactly("1", "2", "3");
		assertThat(cancelled).isEmpty();
	}

	@Test
	void subscriptionThatIsCancelledBeforeItIsThereFails() {
		VwsClient client = client();
		var subscription = client.subscribe("a", (event) -> {
		});
		join(subscription.cancel());
		assertThat(failure(() -> join(subscription.ready()))).isInstanceOf(SubscriptionCancelledException.class);
	}

	@Test
	void unsubscribeAllEndsEverySubscription() {
		VwsClient client = connected();
		List<BlockingQueue<String>> ended = List.of(subscribe(client, "a"), subscribe(client, "a/+"),
				subscribe(client, "a/#"));
		join(client.unsubscribeAll());
		join(client.publish("a", 1));
		BlockingQueue<String> received = subscribe(client, "a");
		join(client.publish("a", 2));
		assertThat(next(received)).isEqualTo("2");
		assertThat(ended).allMatch(BlockingQueue::isEmpty);
	}

	/** What was published first comes, too: subscriptions are made before it is sent. */
	@Test
	void subscriptionsAndMessagesWaitForTheConnection() {
		VwsClient client = client();
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		CompletableFuture<Void> published = client.publish("a", 1);
		assertThat(client.send("a", 2)).isTrue();
		CompletableFuture<Void> ready = client.subscribe("a", (event) -> received.add(event.json())).ready();
		assertThat(client.status().state()).isEqualTo(ClientState.IDLE);
		assertThat(published).isNotDone();
		assertThat(ready).isNotDone();
		join(client.connect());
		join(client.connect()); // does nothing
		join(ready);
		join(published);
		assertThat(next(received)).isEqualTo("1");
		assertThat(next(received)).isEqualTo("2");
	}

	@Test
	void sentMessageArrivesBetweenThoseThatArePublished() {
		VwsClient client = connected();
		BlockingQueue<String> received = subscribe(client, "a");
		CompletableFuture<Void> first = client.publish("a", 1);
		assertThat(client.send("a", 2)).isTrue();
		join(client.publish("a", 3));
		join(first);
		assertThat(List.of(next(received), next(received), next(received))).containsExactly("1", "2", "3");
	}

	@Test
	void whatIsNotValidIsRefusedAndHarmsNothing() {
		VwsClient client = connected();
		assertRefused(failure(() -> join(client.publish("a/+", 1))), InvalidTopicException.class,
				NackCode.INVALID_TOPIC);
		assertRefused(failure(() -> join(client.subscribe("a/#/b", (event) -> {
		}).ready())), InvalidTopicException.class, NackCode.INVALID_PATTERN);
		assertRefused(failure(() -> join(client.publish("a", nothing()))), IllegalArgumentException.class,
				NackCode.DATA_REQUIRED);
		BlockingQueue<String> received = subscribe(client, "a");
		join(client.publish("a", 1));
		assertThat(next(received)).isEqualTo("1");
	}

	/**
	 * Check how something invalid was refused.
	 * @param type what the Java clients throw at once
	 * @param code what a server says
	 */
	void assertRefused(Throwable failure, Class<? extends Throwable> type, NackCode code) {
		assertThat(failure).isInstanceOf(type);
	}

	@Test
	void handlerThatThrowsIsToldAndHarmsNobody() {
		VwsClient client = connected();
		BlockingQueue<Throwable> failures = failures(client);
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		IllegalStateException burnt = new IllegalStateException("burnt");
		join(client.subscribe("a", (event) -> {
			if (event.json().equals("1")) {
				throw burnt;
			}
			received.add(event.json());
		}).ready());
		BlockingQueue<String> other = subscribe(client, "a");
		join(client.publish("a", 1));
		join(client.publish("a", 2));
		assertThat(next(received)).isEqualTo("2");
		assertThat(List.of(next(other), next(other))).containsExactly("1", "2");
		assertThat(next(failures)).isSameAs(burnt);
	}

	@Test
	void handlerMayPublishAndWaitForTheAnswer() {
		VwsClient client = connected();
		BlockingQueue<String> answers = subscribe(client, "answers");
		BlockingQueue<String> done = new LinkedBlockingQueue<>();
		join(client.subscribe("questions", (event) -> {
			join(client.publish("answers", "to " + event.json()));
			done.add(event.json());
		}).ready());
		join(client.publish("questions", 1));
		join(client.publish("questions", 2));
		assertThat(List.of(next(done), next(done))).containsExactly("1", "2");
		assertThat(List.of(next(answers), next(answers))).containsExactly("\"to 1\"", "\"to 2\"");
	}

	@Test
	void whatWaitsFailsWhenTheClientIsClosed() {
		VwsClient client = client();
		CompletableFuture<Void> published = client.publish("a", 1);
		CompletableFuture<Void> ready = client.subscribe("a", (event) -> {
		}).ready();
		client.close();
		assertThat(failure(() -> join(published))).isInstanceOf(ClientClosedException.class);
		assertThat(failure(() -> join(ready))).isInstanceOf(ClientClosedException.class);
	}

	@Test
	void closedClientTakesNothingAndMayConnectAgain() {
		VwsClient client = connected();
		BlockingQueue<String> received = subscribe(client, "a/+");
		client.close();
		client.close();
		assertThat(client.status().state()).isEqualTo(ClientState.CLOSED);
		assertThat(failure(() -> join(client.publish("a/b", 1)))).isInstanceOf(ClientClosedException.class);
		assertThat(client.send("a/b", 2)).isFalse();
		assertSubscriptionWhileClosed(client);
		join(client.connect());
		BlockingQueue<String> later = subscribe(client, "a/+"); // answered after the
																// others
		join(client.publish("a/b", 3));
		assertThat(next(received)).isEqualTo("3");
		assertThat(next(later)).isEqualTo("3");
	}

	/** The Java clients refuse a subscription while they are closed. */
	void assertSubscriptionWhileClosed(VwsClient client) {
		assertThat(failure(() -> join(client.subscribe("b", (event) -> {
		}).ready()))).isInstanceOf(ClientClosedException.class);
	}

	/** Code without null checks may do this. */
	private static Object nothing() {
		return null;
	}

	/** A payload. */
	record Pizza(String name, int size) {
	}

}
