package io.vws.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.log.RecordedLog;
import io.vws.topic.Topic;
import io.vws.transform.EventTransform;
import io.vws.transform.EventTransforms;
import io.vws.transform.OutboundTransform;
import io.vws.transform.Outcome;
import io.vws.transform.PeerTransform;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What clients get to see of events, and how often that is worked out.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutboundTransformsTests {

	private static final String SUBSCRIBE = "{\"k\":\"s\",\"t\":\"#\"}";

	private final AtomicInteger calls = new AtomicInteger();

	private Function<Event, Outcome> outbound = (event) -> Outcome.unchanged();

	@AutoClose
	private final TestServer server = TestServer.create(VwsAuthorizer.allowAll(),
			(builder) -> builder.outbound((OutboundTransform) this::apply));

	private Outcome apply(Event event) {
		this.calls.incrementAndGet();
		return this.outbound.apply(event);
	}

	private List<TestClient> subscribed(TestServer server, int count) {
		List<TestClient> clients = IntStream.range(0, count).mapToObj((i) -> server.connect("c" + i)).toList();
		clients.forEach((client) -> client.exchange(SUBSCRIBE));
		return clients;
	}

	@Test
	void publishWhenManyListenThenIsTransformedAndEncodedOnce() {
		this.outbound = (event) -> Outcome.changed(event.withPayload(event.payload().withValue(new Counted())));
		Counted.written.set(0);
		List<TestClient> clients = subscribed(this.server, 5);
		List<String> texts = new CopyOnWriteArrayList<>();
		clients.forEach((client) -> client.transport.onWrite = (frame) -> {
			if (!frame.isAnswer()) {
				texts.add(frame.text());
			}
		});
		this.server.bus.publish("a", 1);
		clients.forEach((client) -> assertThat(client.exchange()).containsExactly("{\"t\":\"a\",\"d\":{\"x\":1}}"));
		assertThat(this.calls).hasValue(1);
		assertThat(Counted.written).hasValue(1);
		assertThat(texts).hasSize(5).allSatisfy((text) -> assertThat(text).isSameAs(texts.get(0)));
	}

	@Test
	void publishWhenNobodyRemoteListensThenIsNotTransformed() {
		this.server.bus.subscribe("a", (event, subscription) -> {
		});
		this.server.bus.publish("a", 1);
		assertThat(this.calls).hasValue(0);
		subscribed(this.server, 2);
		this.server.bus.publish("a", 1);
		this.server.bus.publish("$a", 1);
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void publishWhenUnchangedThenArrivesAsItIs() {
		List<TestClient> clients = subscribed(this.server, 2);
		assertThat(clients.get(0).ask("{\"t\":\"a\",\"d\":1.0,\"i\":7}")).containsExactly("a=1.0", "a 7");
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void publishWhenHeadersAreChangedThenTheyTravel() {
		this.outbound = (event) -> Outcome.changed(event.withHeaders(Map.of("x", "y")));
		TestClient client = subscribed(this.server, 1).get(0);
		this.server.bus.publish("a", 1);
		assertThat(client.exchange()).containsExactly("{\"t\":\"a\",\"d\":1,\"h\":{\"x\":\"y\"}}");
	}

	@Test
	void publishWhenDroppedThenClientsGetNothingAndTheApplicationDoes() {
		this.outbound = (event) -> Outcome.drop();
		List<String> heard = new CopyOnWriteArrayList<>();
		this.server.bus.subscribe("#", (event, subscription) -> heard.add(event.payload().json()));
		List<TestClient> clients = subscribed(this.server, 3);
		assertThat(clients.get(0).ask("{\"t\":\"a\",\"d\":1,\"i\":7}")).containsExactly("a 7");
		clients.forEach((client) -> assertThat(client.ask()).isEmpty());
		assertThat(heard).containsExactly("1");
		assertThat(this.server.listener.calls).filteredOn("transform dropped OUTBOUND"::equals).hasSize(1);
	}

	@Test
	void publishWhenChangedThenTheApplicationHearsWhatWasPublished() {
		this.outbound = EventTransforms.modifyPayload((tree) -> tree.get("shown"))::apply;
		List<String> heard = new CopyOnWriteArrayList<>();
		this.server.bus.subscribe("#", (event, subscription) -> heard.add(event.payload().json()));
		TestClient client = subscribed(this.server, 1).get(0);
		this.server.bus.publish("a", Map.of("shown", 1));
		assertThat(client.ask()).containsExactly("a=1");
		assertThat(heard).containsExactly("{\"shown\":1}");
	}

	/** What a transform should have removed is never sent. */
	@Test
	void publishWhenTheTransformFailsThenClientsGetNothingAndTheOthersDo() {
		try (RecordedLog log = new RecordedLog()) {
			this.outbound = (event) -> {
				throw new IllegalStateException("Cannot take " + event.payload().json());
			};
			List<String> heard = new CopyOnWriteArrayList<>();
			List<TestClient> clients = subscribed(this.server, 3);
			this.server.bus.subscribe("#", (event, subscription) -> heard.add(event.payload().json()));
			this.server.bus.publish("a", "PAYLOAD");
			assertThat(clients.get(0).ask("{\"t\":\"a\",\"d\":1,\"i\":7}")).containsExactly("a 7");
			clients.forEach((client) -> assertThat(client.ask()).isEmpty());
			assertThat(heard).containsExactly("\"PAYLOAD\"", "1");
			assertThat(this.server.listener.calls).filteredOn("transform failed OUTBOUND"::equals).hasSize(2);
			assertThat(this.calls).hasValue(2);
			assertThat(log.messages()).singleElement()
				.asString()
				.startsWith("A transform failed, so an event was not sent: java.lang.IllegalStateException at ")
				.doesNotContain("PAYLOAD", "TRACE");
		}
	}

	@Test
	@SuppressWarnings("NullAway") // what the compiler of an application may not check
	void publishWhenThereIsNoOutcomeThenClientsGetNothing() {
		this.outbound = (event) -> null;
		TestClient client = subscribed(this.server, 1).get(0);
		this.server.bus.publish("a", 1);
		assertThat(client.ask()).isEmpty();
		assertThat(this.server.listener.calls).contains("transform failed OUTBOUND");
	}

	/** Who subscribed to one topic must not get the events of another. */
	@Test
	void publishWhenTheTopicIsChangedThenClientsGetNothing() {
		this.outbound = EventTransforms.addTopicPrefix("x")::apply;
		TestClient client = subscribed(this.server, 1).get(0);
		this.server.bus.publish("a", 1);
		assertThat(client.ask()).isEmpty();
		assertThat(this.server.listener.calls).contains("transform failed OUTBOUND");
	}

	@Test
	void publishWhenWhatWasMadeIsTooLargeOrNotEncodableThenIsRefusedForAll() {
		List<String> heard = new CopyOnWriteArrayList<>();
		this.server.bus.subscribe("#", (event, subscription) -> heard.add("heard"));
		TestClient client = subscribed(this.server, 1).get(0);
		this.outbound = (event) -> Outcome.changed(event.withPayload(event.payload().withValue("x".repeat(1 << 20))));
		assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> this.server.bus.publish("a", 1));
		this.outbound = (event) -> Outcome.changed(event.withPayload(event.payload().withValue(new Unwritable())));
		assertThat(client.ask("{\"t\":\"a\",\"d\":1,\"i\":7}")).containsExactly("n 7 internal");
		assertThat(heard).isEmpty();
	}

	@Test
	void transformsOfTheBuilderApplyInTheOrderAdded() {
		OutboundTransform one = OutboundTransform.of(appending("1"));
		OutboundTransform two = OutboundTransform.on("a/#", appending("2"));
		try (TestServer ordered = TestServer.create(VwsAuthorizer.allowAll(),
				(builder) -> builder.outbound(two)
					.outbound(one)
					.outbound(OutboundTransform.on("stop", EventTransforms.stop()))
					.outbound(two))) {
			TestClient client = subscribed(ordered, 1).get(0);
			ordered.bus.publish("a", "");
			ordered.bus.publish("b", "");
			ordered.bus.publish("stop", "");
			assertThat(client.ask()).containsExactly("a=\"212\"", "b=\"1\"", "stop=\"1\"");
		}
	}

	private static EventTransform appending(String text) {
		return EventTransforms.modifyPayload(String.class, (payload) -> payload + text);
	}

	@Test
	void peerTransformShowsEachClientItsOwn() {
		AtomicInteger asked = new AtomicInteger();
		PeerTransform own = (event, peer) -> {
			asked.incrementAndGet();
			return switch (peer.name()) {
				case "ada" -> Outcome.unchanged();
				case "bob" -> Outcome.changed(event.withPayload(event.payload().withValue("for bob")));
				case "eve" -> Outcome.drop();
				default -> throw new IllegalStateException("PAYLOAD");
			};
		};
		try (TestServer mine = TestServer.create(VwsAuthorizer.allowAll(),
				(builder) -> builder.outbound((OutboundTransform) this::apply).outbound(own))) {
			List<TestClient> clients = List.of(mine.connect("c1", "ada"), mine.connect("c2", "bob"),
					mine.connect("c3", "eve"), mine.connect("c4", "stranger"));
			clients.forEach((client) -> client.exchange(SUBSCRIBE));
			mine.bus.publish("a", "for all");
			assertThat(clients.stream().map((client) -> client.ask()).toList())
				.containsExactly(List.of("a=\"for all\""), List.of("a=\"for bob\""), List.of(), List.of());
			assertThat(this.calls).hasValue(1);
			assertThat(asked).hasValue(4);
			assertThat(mine.listener.calls).filteredOn((call) -> call.startsWith("transform"))
				.containsExactlyInAnyOrder("transform dropped OUTBOUND", "transform failed OUTBOUND");
		}
	}

	@Test
	void peerTransformSeesWhatTheOthersMadeAndNothingThatTheyDropped() {
		List<String> seen = new CopyOnWriteArrayList<>();
		PeerTransform own = (event, peer) -> {
			seen.add(peer.name() + " " + event.payload().json());
			return Outcome.unchanged();
		};
		this.outbound = (event) -> event.topic().text().equals("dropped") ? Outcome.drop()
				: Outcome.stop(event.withPayload(event.payload().withValue("made")));
		try (TestServer mine = TestServer.create(VwsAuthorizer.allowAll(),
				(builder) -> builder.outbound(own).outbound((OutboundTransform) this::apply))) {
			List<TestClient> clients = subscribed(mine, 2);
			mine.bus.publish("dropped", "published");
			mine.bus.publish("a", "published");
			assertThat(clients.get(0).ask()).containsExactly("a=\"made\"");
			assertThat(seen).containsExactly("alice \"made\"", "alice \"made\"");
		}
	}

	@Test
	void peerTransformThatFailsInAnyWayKeepsTheEventFromItsClientOnly() {
		PeerTransform own = (event, peer) -> switch (peer.name()) {
			case "topic" -> Outcome.changed(event.withTopic(Topic.parse("b")));
			case "large" -> Outcome.changed(event.withPayload(event.payload().withValue("x".repeat(1 << 20))));
			case "unwritable" -> Outcome.changed(event.withPayload(event.payload().withValue(new Unwritable())));
			default -> Outcome.unchanged();
		};
		try (TestServer mine = TestServer.create(VwsAuthorizer.allowAll(), (builder) -> builder.outbound(own))) {
			List<TestClient> clients = List.of(mine.connect("c1", "topic"), mine.connect("c2", "large"),
					mine.connect("c3", "unwritable"), mine.connect("c4", "fine"));
			clients.forEach((client) -> client.exchange(SUBSCRIBE));
			mine.bus.publish("a", 1);
			assertThat(clients.stream().map((client) -> client.ask()).toList()).containsExactly(List.of(), List.of(),
					List.of(), List.of("a=1"));
			assertThat(mine.listener.calls).filteredOn("transform failed OUTBOUND"::equals).hasSize(3);
		}
	}

	/** An event too large for all is refused, as it is without such a transform. */
	@Test
	void peerTransformDoesNotMakeAnEventThatIsTooLargeVanish() {
		try (TestServer mine = TestServer.create(VwsAuthorizer.allowAll(),
				(builder) -> builder.outbound((PeerTransform) (event, peer) -> Outcome.unchanged()))) {
			subscribed(mine, 1);
			Event large = new Event(Topic.parse("a"), Payload.of("x".repeat(1 << 20), TestServer.MAPPER));
			assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> mine.bus.publish(large));
		}
	}

	@Test
	void peerIsTheOneOfTheConnection() {
		List<Peer> peers = new CopyOnWriteArrayList<>();
		PeerTransform own = PeerTransform.on("a", (event, peer) -> {
			peers.add(peer);
			return Outcome.unchanged();
		});
		try (TestServer mine = TestServer.create(VwsAuthorizer.allowAll(), (builder) -> builder.outbound(own))) {
			TestClient client = subscribed(mine, 1).get(0);
			mine.bus.publish("a", 1);
			mine.bus.publish("b", 1);
			assertThat(client.ask()).containsExactly("a=1", "b=1");
			assertThat(peers).containsExactly(client.connection.peer());
		}
	}

	/** Counts how often it is written. */
	private static final class Counted {

		private static final AtomicInteger written = new AtomicInteger();

		@SuppressWarnings("unused") // called by the mapper
		public int getX() {
			return written.incrementAndGet();
		}

	}

	/** Cannot be written as JSON. */
	private static final class Unwritable {

		@SuppressWarnings("unused") // called by the mapper
		public int getX() {
			throw new IllegalStateException("secret");
		}

	}

}
