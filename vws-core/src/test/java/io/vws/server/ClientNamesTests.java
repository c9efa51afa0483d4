package io.vws.server;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.log.RecordedLog;
import io.vws.topic.Topic;
import io.vws.transform.EventTransforms;
import io.vws.transform.InboundTransform;
import io.vws.transform.OutboundTransform;
import io.vws.transform.Outcome;
import io.vws.transform.PeerTransform;
import io.vws.transform.TopicMapping;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that have the topics below a prefix for themselves: they notice nothing of it,
 * rules and the application see the names of the bus.
 */
@Tag("one-jdk")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClientNamesTests {

	/** The user {@code boss} belongs to no tenant, and {@code +} to none that can be. */
	private static final TopicMapping TENANTS = (peer) -> peer.name().equals("boss") ? null
			: TopicMapping.below("tenants", (tenant) -> tenant.name()).prefix(peer);

	private final TestAuthorizer authorizer = new TestAuthorizer();

	@AutoClose
	private final TestServer server = TestServer.create(this.authorizer,
			(builder) -> builder.settings(TestServer.settings()).topicMapping(TENANTS));

	private final TestClient acme = this.server.connect("c1", "acme");

	private final TestClient other = this.server.connect("c2", "acme2");

	private final TestClient boss = this.server.connect("c3", "boss");

	@Test
	void tenantsDoNotHearEachOther() {
		List.of(this.acme, this.other, this.boss).forEach((client) -> client.exchange("{\"k\":\"s\",\"t\":\"#\"}"));
		assertThat(this.acme.ask("{\"t\":\"a/b\",\"d\":1,\"i\":7}")).containsExactly("a/b=1", "a 7");
		assertThat(this.other.ask("{\"t\":\"a/b\",\"d\":2,\"i\":7}")).containsExactly("a/b=2", "a 7");
		assertThat(this.acme.ask()).isEmpty();
		assertThat(this.boss.ask()).containsExactly("tenants/acme/a/b=1", "tenants/acme2/a/b=2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "#", "+/#", "+", "tenants/#", "tenants/acme2/#", "+/+/+", "/#", "//", "#all" })
	void noPatternReachesTheTopicsOfAnother(String pattern) {
		this.acme.exchange("{\"k\":\"s\",\"t\":\"" + pattern + "\"}");
		this.other.exchange("{\"t\":\"a\",\"d\":1}", "{\"t\":\"a/b\",\"d\":1}", "{\"t\":\"tenants/acme/a\",\"d\":1}");
		this.boss.exchange("{\"t\":\"a\",\"d\":1}", "{\"t\":\"tenants\",\"d\":1}", "{\"t\":\"$SYS/a\",\"d\":1}");
		assertThat(this.acme.ask()).isEmpty();
	}

	@Test
	void noTopicReachesThatOfAnother() {
		this.other.exchange("{\"k\":\"s\",\"t\":\"#\"}");
		this.acme.exchange("{\"t\":\"tenants/acme2/a\",\"d\":1}", "{\"t\":\"../acme2/a\",\"d\":1}",
				"{\"t\":\"/a\",\"d\":1}", "{\"t\":\"2/a\",\"d\":1}");
		assertThat(this.other.ask()).isEmpty();
	}

	@Test
	void rulesSeeTheNamesOfTheBus() {
		this.acme.exchange("{\"k\":\"s\",\"t\":\"a/+x\"}", "{\"t\":\"a/b\",\"d\":1}", "{\"k\":\"s\",\"t\":\"a/+x\"}");
		assertThat(this.authorizer.asked).containsExactly("acme subscribes to tenants/acme/a/+x",
				"acme publishes tenants/acme/a/b=1");
		assertThat(this.acme.connection.patterns()).containsExactly("tenants/acme/a/+x");
	}

	@Test
	void unsubscribeTakesTheNameOfTheClient() {
		assertThat(this.acme.ask("{\"k\":\"s\",\"t\":\"a/#\",\"i\":1}", "{\"k\":\"s\",\"t\":\"a/b\",\"i\":2}",
				"{\"k\":\"u\",\"t\":\"tenants/acme/a/#\",\"i\":3}", "{\"k\":\"u\",\"t\":\"a/#\",\"i\":4}"))
			.containsExactly("a 1", "a 2", "a 3", "a 4");
		assertThat(this.acme.connection.patterns()).containsExactly("tenants/acme/a/b");
		assertThat(this.acme.ask("{\"k\":\"u\",\"i\":5}", "{\"k\":\"U\",\"i\":6}")).containsExactly("a 5", "a 6");
		assertThat(this.server.bus.subscriptionCount()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			pattern | hears
			#       | false
			+/x     | false
			#all    | false
			$SYS/#  | true
			$SYS/x  | true
			""")
	void wildcardInFrontDoesNotMatchReservedTopics(String pattern, boolean hears) {
		this.acme.exchange("{\"k\":\"s\",\"t\":\"" + pattern + "\"}");
		this.server.bus.publish("tenants/acme/$SYS/x", 1);
		this.server.bus.publish("$SYS/x", 2);
		assertThat(this.acme.ask()).isEqualTo(hears ? List.of("$SYS/x=1") : List.of());
	}

	/** Whichever of the patterns the bus happens to name. */
	@Test
	void reservedTopicIsHeardOnceIfAnyPatternSpellsItOut() {
		this.acme.exchange("{\"k\":\"s\",\"t\":\"#\"}", "{\"k\":\"s\",\"t\":\"$SYS/#\"}",
				"{\"k\":\"s\",\"t\":\"+/x\"}");
		this.server.bus.publish("tenants/acme/$SYS/x", 1);
		assertThat(this.acme.ask()).containsExactly("$SYS/x=1");
		this.acme.exchange("{\"k\":\"u\",\"t\":\"$SYS/#\"}");
		this.server.bus.publish("tenants/acme/$SYS/x", 2);
		assertThat(this.acme.ask()).isEmpty();
	}

	/** It is below no name, or below the empty one, which is no topic. */
	@Test
	void topicWithoutANameIsNotSent() {
		this.acme.exchange("{\"k\":\"s\",\"t\":\"#\"}");
		this.boss.exchange("{\"k\":\"s\",\"t\":\"#\"}");
		this.server.bus.publish("tenants/acme", 1);
		this.server.bus.publish("tenants/acme/", 2);
		this.server.bus.publish("tenants/acme//", 3);
		assertThat(this.acme.ask()).containsExactly("/=3");
		assertThat(this.boss.ask()).hasSize(3);
	}

	@Test
	void errorsAreThoseOfTheTextThatWasSent() {
		assertThat(this.acme.exchange("{\"k\":\"s\",\"t\":\"a/#/b\",\"i\":1}", "{\"t\":\"a/+\",\"d\":1,\"i\":2}",
				"{\"k\":\"s\",\"t\":\"\",\"i\":3}",
				"{\"t\":\"" + "x".repeat(1024 - "tenants/acme/".length() + 1) + "\",\"d\":1,\"i\":4}"))
			.containsExactly(
					"{\"k\":\"n\",\"i\":1,\"e\":\"'#' must be the last level (at index 2)\",\"h\":{\"vws-code\":\"invalid-pattern\"}}",
					"{\"k\":\"n\",\"i\":2,\"e\":\"'+' is not allowed in a topic (at index 2)\",\"h\":{\"vws-code\":\"invalid-topic\"}}",
					"{\"k\":\"n\",\"i\":3,\"e\":\"must not be empty (at index 0)\",\"h\":{\"vws-code\":\"invalid-pattern\"}}",
					"{\"k\":\"n\",\"i\":4,\"e\":\"must not be longer than 1024 bytes in UTF-8 (at index 1011)\",\"h\":{\"vws-code\":\"invalid-topic\"}}");
		assertThat(this.acme.ask("{\"k\":\"s\",\"t\":\"" + "/".repeat(62) + "\",\"i\":5}"))
			.containsExactly("n 5 invalid-pattern");
	}

	@Test
	void initialSubscriptionsAreInTheNamesOfEachClient() {
		try (TestServer initial = TestServer.create(this.authorizer,
				(builder) -> builder.settings(TestServer.initialSubscriptions("news/#")).topicMapping(TENANTS))) {
			TestClient first = initial.connect("c1", "acme");
			initial.bus.publish("news/1", 0);
			initial.bus.publish("tenants/acme/news/1", 1);
			assertThat(first.ask()).containsExactly("news/1=1");
			assertThat(first.connection.patterns()).containsExactly("tenants/acme/news/#");
			assertThat(initial.connect("c2", "boss").connection.patterns()).containsExactly("news/#");
		}
	}

	@Test
	void mappingIsAskedOnceForEachConnection() {
		AtomicInteger asked = new AtomicInteger();
		try (TestServer counting = TestServer.create(this.authorizer, (builder) -> builder.topicMapping((peer) -> {
			asked.incrementAndGet();
			return TENANTS.prefix(peer);
		}))) {
			counting.connect("c1", "acme").exchange("{\"k\":\"s\",\"t\":\"#\"}", "{\"t\":\"a\",\"d\":1}");
			assertThat(asked).hasValue(1);
		}
	}

	/** Without its names, a client must not get those of the bus. */
	@Test
	void connectionWhoseMappingFailsIsClosedAndWhatItSendsIsIgnored() {
		try (RecordedLog log = new RecordedLog()) {
			TestClient nobody = this.server.connect("c4", "+");
			nobody.send("{\"k\":\"s\",\"t\":\"#\",\"i\":1}", "{\"t\":\"a\",\"d\":1,\"i\":2}");
			nobody.awaitCall("close 1011");
			assertThat(nobody.transport.frames()).isEmpty();
			assertThat(nobody.connection.patterns()).isEmpty();
			assertThat(this.authorizer.asked).isEmpty();
			assertThat(this.server.listener.calls).contains("opened c4", "closed c4 1011");
			assertThat(log.messages()).singleElement()
				.asString()
				.startsWith("Connection c4 is closed because its topics cannot be mapped: ");
		}
	}

	@Test
	void frameIsSharedByThoseOfTheSameNamesAndThePayloadIsWrittenOnce() {
		TestClient second = this.server.connect("c4", "acme");
		List<TestClient> clients = List.of(this.acme, second, this.boss);
		List<String> texts = new CopyOnWriteArrayList<>();
		for (TestClient client : clients) {
			client.exchange("{\"k\":\"s\",\"t\":\"#\"}");
			client.transport.onWrite = (frame) -> {
				if (!frame.isAnswer()) {
					texts.add(frame.text());
				}
			};
		}
		AtomicInteger written = new AtomicInteger();
		this.server.bus.publish("tenants/acme/a", new Counting(written));
		clients.forEach(TestClient::exchange);
		assertThat(texts).containsExactlyInAnyOrder("{\"t\":\"a\",\"d\":{\"x\":1}}", "{\"t\":\"a\",\"d\":{\"x\":1}}",
				"{\"t\":\"tenants/acme/a\",\"d\":{\"x\":1}}");
		List<String> ofTheTenant = texts.stream().filter((text) -> !text.contains("tenants")).toList();
		assertThat(ofTheTenant.get(0)).isSameAs(ofTheTenant.get(1));
		assertThat(written).hasValue(1);
	}

	@Test
	void transformsSeeTheNamesOfTheBusAndAreAskedOnceForAll() {
		List<String> seen = new CopyOnWriteArrayList<>();
		OutboundTransform recording = (event) -> {
			seen.add("out " + event.topic());
			return Outcome.changed(event.withHeaders(Map.of("x", "y")));
		};
		PeerTransform own = (event, peer) -> {
			seen.add(peer.name() + " " + event.topic());
			return peer.name().equals("boss") ? Outcome.changed(event.withHeaders(Map.of())) : Outcome.unchanged();
		};
		InboundTransform moving = (event) -> {
			seen.add("in " + event.topic());
			return Outcome.changed(event.withTopic(Topic.parse(event.topic().text() + "/moved")));
		};
		try (TestServer transforming = TestServer.create(this.authorizer,
				(builder) -> builder.topicMapping(TENANTS).outbound(recording).outbound(own).inbound(moving))) {
			TestClient tenant = transforming.connect("c1", "acme");
			TestClient operator = transforming.connect("c2", "boss");
			tenant.exchange("{\"k\":\"s\",\"t\":\"#\"}");
			operator.exchange("{\"k\":\"s\",\"t\":\"#\"}");
			assertThat(tenant.exchange("{\"t\":\"a\",\"d\":1}"))
				.containsExactly("{\"t\":\"a/moved\",\"d\":1,\"h\":{\"x\":\"y\"}}");
			assertThat(operator.exchange()).containsExactly("{\"t\":\"tenants/acme/a/moved\",\"d\":1}");
			assertThat(seen).containsExactlyInAnyOrder("in tenants/acme/a", "out tenants/acme/a/moved",
					"acme tenants/acme/a/moved", "boss tenants/acme/a/moved");
		}
	}

	/** Only the rules keep a transform from carrying events from one to the other. */
	@Test
	void transformThatMovesAnEventToAnotherTenantIsStoppedByTheRules() {
		this.authorizer.onPublish = (event) -> event.topic().text().startsWith("tenants/acme/") ? Decision.allow()
				: Decision.refuse();
		try (TestServer transforming = TestServer.create(this.authorizer, (builder) -> builder.topicMapping(TENANTS)
			.inbound(InboundTransform.of(EventTransforms.replaceTopicPrefix("tenants/acme", "tenants/acme2"))))) {
			TestClient tenant = transforming.connect("c1", "acme");
			TestClient victim = transforming.connect("c2", "acme2");
			victim.exchange("{\"k\":\"s\",\"t\":\"#\"}");
			assertThat(tenant.ask("{\"t\":\"a\",\"d\":1,\"i\":1}")).containsExactly("n 1 forbidden");
			assertThat(victim.ask()).isEmpty();
		}
	}

	/** A client cannot tell whether its topics are mapped, whatever it does. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void mappedClientIsAnsweredLikeAnyOther(long seed) {
		Random random = new Random(seed);
		try (TestServer plain = TestServer.create()) {
			TestClient twin = plain.connect("c1", "acme");
			TestClient twinsFriend = plain.connect("c2", "acme");
			TestClient friend = this.server.connect("c4", "acme");
			for (int i = 0; i < 250; i++) {
				String message = randomMessage(random, i);
				boolean mine = random.nextBoolean();
				this.other.send(randomMessage(random, i));
				List<String> answers = (mine ? this.acme : friend).exchange(message);
				assertThat(answers).as("seed " + seed + ", message " + i + ": " + message)
					.isEqualTo((mine ? twin : twinsFriend).exchange(message));
				assertThat((mine ? friend : this.acme).exchange()).isEqualTo((mine ? twinsFriend : twin).exchange());
			}
		}
	}

	private static String randomMessage(Random random, int id) {
		StringBuilder topic = new StringBuilder();
		for (int level = random.nextInt(3); level >= 0; level--) {
			String[] levels = { "a", "b", "", "$s", "tenants", "acme", "+", "+x" };
			topic.append(levels[random.nextInt(levels.length)]).append((level > 0) ? "/" : "");
		}
		String pattern = random.nextInt(4) == 0 ? topic + "/#" : random.nextInt(10) == 0 ? "#" : topic.toString();
		return switch (random.nextInt(8)) {
			case 0, 1 -> "{\"k\":\"s\",\"t\":\"" + pattern + "\",\"i\":" + id + "}";
			case 2 -> "{\"k\":\"u\",\"t\":\"" + pattern + "\",\"i\":" + id + "}";
			case 3 -> (random.nextInt(10) == 0) ? "{\"k\":\"U\",\"i\":" + id + "}" : "{\"k\":\"s\",\"i\":" + id + "}";
			default -> "{\"t\":\"" + topic + "\",\"d\":" + id + ",\"i\":" + id + "}";
		};
	}

	/** Counts how often it is written. */
	private static final class Counting {

		private final AtomicInteger written;

		Counting(AtomicInteger written) {
			this.written = written;
		}

		@SuppressWarnings("unused") // called by the mapper
		public int getX() {
			return this.written.incrementAndGet();
		}

	}

}
