package io.vws.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.vws.delivery.OverflowPolicy;
import io.vws.log.RecordedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way of an event from the socket to the handlers.
 */
class DeliveryTests {

	private ClientFixture fixture = new ClientFixture();

	private FakeLink link = this.fixture.open();

	private void use(ClientFixture fixture) {
		this.fixture = fixture;
		this.link = fixture.open();
	}

	@Test
	void handlersRunOnTheExecutorInOrder() {
		Received received = this.fixture.subscribed(this.link, "a/#");
		this.link.event("a/b", "1.00");
		this.link.event("a", "\"\\u00e9\"");
		this.link.event("a/b/c", "{\"x\":12345678901234567890123}");
		assertThat(received.events).isEmpty();
		this.fixture.run();
		assertThat(received.events).containsExactly("a/b=1.00", "a=\"\\u00e9\"",
				"a/b/c={\"x\":12345678901234567890123}");
	}

	@Test
	void anEventReachesEachHandlerWhosePatternMatchesOnce() {
		Received all = this.fixture.subscribed(this.link, "#");
		Received one = this.fixture.subscribed(this.link, "a/+x");
		Received same = this.fixture.subscribe("a/+x");
		Received other = this.fixture.subscribed(this.link, "b");
		this.link.event("a/b", "1");
		this.fixture.run();
		assertThat(all.events).isEqualTo(one.events).isEqualTo(same.events).containsExactly("a/b=1");
		assertThat(other.events).isEmpty();
	}

	@Test
	void anEventHasItsVariablesHeadersAndPayload() {
		List<ReceivedEvent> events = new ArrayList<>();
		this.fixture.client.subscribe("orders/+id/#rest", events::add);
		this.link.receive("{\"h\":{\"traceparent\":\"00-1\",\"x\":\"y\"},\"d\":[1,2],\"t\":\"orders/7/a/b\"}");
		this.fixture.run();
		assertThat(events).singleElement().satisfies((event) -> {
			assertThat(event.topic()).isEqualTo("orders/7/a/b");
			assertThat(event.pattern()).isEqualTo("orders/+id/#rest");
			assertThat(event.variables()).isEqualTo(Map.of("id", "7", "rest", "a/b"));
			assertThat(event.headers()).isEqualTo(Map.of("traceparent", "00-1", "x", "y"));
			assertThat(event.payload(int[].class)).containsExactly(1, 2);
		});
	}

	@Test
	void aPayloadIsConvertedForTheHandler() {
		List<String> orders = new ArrayList<>();
		this.fixture.client.subscribe("orders/+id", Order.class,
				(order, event) -> orders.add(event.variable("id") + " " + order.pizza()));
		this.link.event("orders/7", "{\"pizza\":\"Margherita\"}");
		this.link.event("orders/8", "\"PAYLOAD\"");
		this.link.event("orders/9", "null");
		this.link.event("orders/10", "{\"pizza\":\"Funghi\"}");
		this.fixture.listener.take();
		try (RecordedLog log = new RecordedLog()) {
			this.fixture.run();
			assertThat(log.messages()).isNotEmpty()
				.noneMatch((line) -> line.contains("PAYLOAD") || line.contains("TRACE"));
		}
		assertThat(orders).containsExactly("7 Margherita", "10 Funghi");
		assertThat(this.fixture.listener.take()).containsExactly("failed MismatchedInputException orders/+id",
				"failed IllegalStateException orders/+id");
	}

	private record Order(String pizza) {
	}

	@Test
	void aPayloadThatIsMissingIsNull() {
		Received received = this.fixture.subscribed(this.link, "a");
		this.link.receive("{\"t\":\"a\"}");
		this.link.receive("{\"t\":\"a\",\"d\":null}");
		this.fixture.run();
		assertThat(received.events).containsExactly("a=null", "a=null");
	}

	@Test
	void aHandlerThatThrowsHarmsNobody() {
		List<String> calls = new ArrayList<>();
		this.fixture.client.subscribe("a", (event) -> {
			calls.add(event.json());
			if (event.json().equals("1")) {
				throw new Exception("TOKEN");
			}
			throw new StackOverflowError();
		});
		Received received = this.fixture.subscribe("a");
		this.fixture.listener.take();
		this.link.event("a", "1");
		this.link.event("a", "2");
		try (RecordedLog log = new RecordedLog()) {
			this.fixture.run();
			assertThat(log.messages()).isNotEmpty()
				.allMatch((line) -> line.startsWith("A handler of 'a' failed: "))
				.noneMatch((line) -> line.contains("TOKEN") || line.contains("TRACE"));
		}
		assertThat(calls).containsExactly("1", "2");
		assertThat(received.events).containsExactly("a=1", "a=2");
		assertThat(this.fixture.listener.take()).containsExactly("failed Exception a", "failed StackOverflowError a");
	}

	@Test
	void aHandlerMayPublishAndWaitAndCancel() {
		List<CompletableFuture<Void>> answers = new ArrayList<>();
		List<ClientSubscription> self = new ArrayList<>();
		self.add(this.fixture.client.subscribe("a", (event) -> {
			answers.add(this.fixture.client.publish("b", 1));
			answers.add(self.get(0).cancel());
		}));
		this.link.ackNext();
		this.link.event("a", "1");
		this.link.event("a", "2");
		this.fixture.run();
		assertThat(this.link.ackNext().get("t").asString()).isEqualTo("b");
		assertThat(this.link.ackNext().get("k").asString()).isEqualTo("u");
		assertThat(answers).hasSize(2).allMatch((answer) -> this.fixture.outcome(answer).equals("done"));
	}

	@Test
	void cancelWhenEventsWaitThenTheyAreForgotten() {
		Received received = this.fixture.subscribed(this.link, "a");
		this.fixture.listener.take();
		this.link.event("a", "1");
		received.subscription.cancel();
		this.link.event("a", "2");
		this.fixture.run();
		assertThat(received.events).isEmpty();
		assertThat(this.fixture.listener.take()).isEmpty();
	}

	@Test
	void closeWhenEventsWaitThenTheyAreForgotten() {
		Received received = this.fixture.subscribed(this.link, "a");
		this.link.event("a", "1");
		this.fixture.client.close();
		this.link.event("a", "2");
		this.fixture.run();
		assertThat(received.events).isEmpty();
		this.link = this.fixture.open();
		this.link.ackNext();
		this.link.event("a", "3");
		this.fixture.run();
		assertThat(received.events).containsExactly("a=3");
	}

	@Test
	void anEndForGoodLosesNoEventThatCameBefore() {
		Received received = this.fixture.subscribed(this.link, "a");
		this.link.event("a", "1");
		this.link.end(4503);
		this.fixture.run();
		assertThat(received.events).containsExactly("a=1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			policy      | handled        | told
			DROP_OLDEST | a/1=4 a/1=5    | dropped 3 of a/+ by DROP_OLDEST
			DROP_NEWEST | a/1=1 a/2=2    | dropped 3 of a/+ by DROP_NEWEST
			CONFLATE    | a/2=2 a/1=5    | dropped 3 of a/+ by CONFLATE
			""")
	void overflowWhenPolicyDropsThenTellsHowMany(OverflowPolicy policy, String handled, String told) {
		use(new ClientFixture((builder) -> builder.handlerCapacity(2).onOverflow(policy)));
		Received received = this.fixture.subscribed(this.link, "a/+");
		this.fixture.listener.take();
		this.link.event("a/1", "1");
		this.link.event("a/2", "2");
		this.link.event("a/1", "3");
		this.link.event("a/1", "4");
		this.link.event("a/1", "5");
		this.fixture.run();
		assertThat(received.events).containsExactly(handled.split(" "));
		assertThat(this.fixture.listener.take()).containsExactly(told);
		assertThat(this.link.ends).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "DISCONNECT", "CONFLATE" })
	void overflowWhenNothingMayBeLostThenEndsTheConnection(OverflowPolicy policy) {
		use(new ClientFixture((builder) -> builder.handlerCapacity(2).onOverflow(policy)));
		Received slow = this.fixture.subscribed(this.link, "a/+");
		Received quick = this.fixture.subscribed(this.link, "#");
		this.fixture.listener.take();
		this.link.event("a/1", "1");
		this.link.event("a/2", "2");
		this.link.event("b", "3");
		assertThat(this.link.ends).containsExactly("close 4008");
		this.link.event("a/3", "4");
		this.fixture.run();
		assertThat(slow.events).containsExactly("a/1=1", "a/2=2");
		assertThat(quick.events).containsExactly("a/1=1", "a/2=2");
		assertThat(this.fixture.listener.take()).containsExactly("OPEN -> WAITING", "closed 4008, will reconnect");
		this.fixture.advance(Duration.ofSeconds(1));
		this.link = this.fixture.reopen();
		this.link.ackNext();
		this.link.ackNext();
		this.fixture.run();
		assertThat(this.fixture.listener.take()).endsWith("gap a/+ #");
	}

	@Test
	void theGapOfAnOverflowBeginsBeforeTheEventThatIsLost() {
		use(new ClientFixture((builder) -> builder.handlerCapacity(1)));
		this.fixture.subscribed(this.link, "a");
		this.link.event("a", "1");
		this.fixture.time.advance(Duration.ofSeconds(4), () -> {
		});
		this.link.event("a", "2");
		this.fixture.advance(Duration.ofSeconds(1));
		this.fixture.reopen().ackNext();
		this.fixture.run();
		assertThat(this.fixture.listener.gaps).singleElement()
			.satisfies((gap) -> assertThat(gap.from()).isEqualTo(ManualScheduler.at(Duration.ZERO)));
	}

	@Test
	void partsOfAMessageArePutTogether() {
		Received received = this.fixture.subscribed(this.link, "a");
		this.link.receive("{\"t\":", false);
		this.link.receive("\"a\",\"d\"", false);
		this.link.receive(":1}", true);
		byte[] binary = "{\"t\":\"a\",\"d\":\"\u20ac\"}".getBytes(StandardCharsets.UTF_8);
		this.link.receive(Arrays.copyOf(binary, 15), false);
		this.link.receive(Arrays.copyOfRange(binary, 15, binary.length), true);
		this.fixture.run();
		assertThat(received.events).containsExactly("a=1", "a=\"\u20ac\"");
	}

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void aMessageThatIsTooBigEndsTheConnection(boolean text) {
		use(new ClientFixture((builder) -> builder.maxMessageBytes(20)));
		Received received = this.fixture.subscribed(this.link, "a");
		this.link.receive("{\"t\":\"a\",\"d\":12345}", true);
		this.fixture.listener.take();
		if (text) {
			this.link.receive("{\"t\":\"a\",\"d\":1234", false);
			this.link.receive("56}", false);
		}
		else {
			this.link.receive(new byte[21], false);
		}
		this.link.receive("7}", true);
		this.fixture.run();
		assertThat(this.link.ends).containsExactly("close 1009");
		assertThat(this.fixture.listener.take()).containsExactly("OPEN -> WAITING", "closed 1009, will reconnect");
		assertThat(received.events).containsExactly("a=12345");
	}

}
