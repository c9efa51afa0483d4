package io.vws.server;

import java.util.Map;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.bus.PublishContext;
import io.vws.bus.PublishObservation;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is observed of the requests of clients and of what they publish.
 */
class ReceiveObservationTests {

	private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String OWN = "00-0af7651916cd43dd8448eb211c80319c-1111111111111111-01";

	private static final String EVENT = "{\"t\":\"a\",\"d\":1,\"i\":1,\"h\":{\"traceparent\":\"" + TRACE
			+ "\",\"tracestate\":\"x=1\"}}";

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	@AutoClose
	private final TestServer server = server(TraceTrust.CONTINUE, null);

	/** Allows everything but what is below {@code no}. */
	private TestServer server(TraceTrust trust, @Nullable ReceiveObservationConvention convention) {
		ServerSettings settings = TestServer.settings();
		TestAuthorizer rules = new TestAuthorizer();
		rules.onSubscribe = (pattern) -> pattern.text().startsWith("no") ? Decision.refuse() : Decision.allow();
		rules.onPublish = (event) -> event.topic().text().startsWith("no") ? Decision.refuse() : Decision.allow();
		return TestServer.create(rules, (builder) -> builder
			.settings(new ServerSettings(settings.limits(), settings.timeouts(), settings.queue(),
					settings.forwardHeaders(), trust, settings.initialSubscriptions()))
			.observe(new ReceiveObservation(this.registry, convention), new PublishObservation(this.registry, null)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"t":"a","d":1}              | event           | done          | a
			{"t":"a","d":1,"i":1}        | event           | done          | a
			{"t":"no/a","d":1}           | event           | forbidden     | no/a
			{"t":"a","i":1}              | event           | data-required | a
			{"t":"+","d":1}              | event           | invalid-topic | +
			{"k":"s","t":"a/+x"}         | subscribe       | done          | a/+x
			{"k":"s","t":"no/#"}         | subscribe       | forbidden     | no/#
			{"k":"s","t":"a/#/b"}        | subscribe       | invalid-pattern | a/#/b
			{"k":"u","t":"a"}            | unsubscribe     | done          | a
			{"k":"U"}                    | unsubscribe-all | done          | ''
			{"k":"x"}                    | unknown         | unsupported   | ''
			""")
	void observesKindAndOutcome(String message, String kind, String outcome, String topic) {
		this.server.connect("c1").send(message);
		assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("vws.receive", 1)
			.hasObservationWithNameEqualTo("vws.receive")
			.that()
			.hasContextualNameEqualTo("vws receive " + kind)
			.hasLowCardinalityKeyValue("kind", kind)
			.hasLowCardinalityKeyValue("outcome", outcome)
			.hasHighCardinalityKeyValue("vws.topic", topic)
			.hasHighCardinalityKeyValue("vws.connection", "c1")
			.hasBeenStopped()
			.doesNotHaveError();
	}

	/** The same closed list of keys, whatever the client sends. */
	@Test
	void aLongTopicIsCutAndNoOtherKeyIsMade() {
		this.server.connect("c1").send("{\"k\":\"s\",\"t\":\"" + "x\\n".repeat(1000) + "\"}");
		assertThat(this.registry).hasObservationWithNameEqualTo("vws.receive")
			.that()
			.hasHighCardinalityKeyValue("vws.topic", "x?".repeat(64) + "...")
			.doesNotHaveHighCardinalityKeyValueWithKey("vws.client.traceparent");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"k":"a","i":1}
			{"k":"n","i":1}
			{"k":"x
			""")
	void whatNeedsNoHandlingIsNotObserved(String message) {
		this.server.connect("c1").send(message);
		assertThat(this.registry).doesNotHaveAnyObservation();
	}

	@Test
	void publishIsObservedWithinTheRequest() {
		this.server.connect("c1").send(EVENT);
		assertThat(this.registry).hasNumberOfObservationsEqualTo(2)
			.hasObservationWithNameEqualTo("vws.publish")
			.that()
			.hasLowCardinalityKeyValue("source", "client")
			.hasHighCardinalityKeyValue("vws.topic", "a")
			.hasParentObservationContextMatching((parent) -> "vws.receive".equals(parent.getName()));
	}

	@Test
	void whenTheBusRefusesThenThePublishHasTheError() {
		this.server.bus.subscribe("a", new RefusingSubscriber());
		TestClient client = this.server.connect("c1");
		assertThat(client.ask(EVENT)).containsExactly("n 1 busy");
		assertThat(this.registry).hasObservationWithNameEqualTo("vws.publish")
			.that()
			.thenError()
			.isInstanceOf(EventRefusedException.class);
		assertThat(this.registry).hasObservationWithNameEqualTo("vws.receive")
			.that()
			.hasLowCardinalityKeyValue("outcome", "busy");
	}

	@Test
	void theTraceOfTheClientIsHandedToWhoTraces() {
		Tracing tracing = new Tracing();
		this.registry.observationConfig().observationHandler(tracing);
		this.server.connect("c1").send(EVENT);
		assertThat(tracing.received).isEqualTo(Map.of("traceparent", TRACE, "tracestate", "x=1"));
		assertThat(this.registry).hasObservationWithNameEqualTo("vws.receive")
			.that()
			.doesNotHaveHighCardinalityKeyValueWithKey("vws.client.traceparent");
	}

	/** The state belongs to the old parent. */
	@Test
	void anEventTravelsWithTheTraceOfTheServer() {
		this.registry.observationConfig().observationHandler(new Tracing());
		TestClient client = this.server.connect("c1");
		client.ask("{\"k\":\"s\",\"t\":\"a\"}");
		assertThat(client.exchange(EVENT)).contains("{\"t\":\"a\",\"d\":1,\"h\":{\"traceparent\":\"" + OWN + "\"}}");
	}

	@Test
	void whenNobodyTracesThenAnEventTravelsWithTheTraceOfTheClient() {
		TestClient client = this.server.connect("c1");
		client.ask("{\"k\":\"s\",\"t\":\"a\"}");
		assertThat(client.exchange(EVENT)).anySatisfy((frame) -> assertThat(frame).contains(TRACE).contains("x=1"));
	}

	@Test
	void whenTracesRestartThenThatOfTheClientIsOnlyNamed() {
		Tracing tracing = new Tracing();
		this.registry.observationConfig().observationHandler(tracing);
		try (TestServer restarting = server(TraceTrust.RESTART, null)) {
			restarting.connect("c1").send(EVENT);
			assertThat(tracing.received).isEmpty();
			assertThat(this.registry).hasObservationWithNameEqualTo("vws.receive")
				.that()
				.hasHighCardinalityKeyValue("vws.client.traceparent", TRACE);
		}
	}

	@Test
	void aConventionOfTheApplicationNamesAndDescribes() {
		ReceiveObservationConvention own = new DefaultReceiveObservationConvention() {

			@Override
			public String getName() {
				return "my.requests";
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(ReceiveContext context) {
				return super.getLowCardinalityKeyValues(context).and("user", context.peer().name());
			}

		};
		try (TestServer named = server(TraceTrust.CONTINUE, own)) {
			named.connect("c1").send("{\"k\":\"U\"}");
			assertThat(this.registry).hasNumberOfObservationsEqualTo(1)
				.hasObservationWithNameEqualTo("my.requests")
				.that()
				.hasLowCardinalityKeyValue("user", "alice")
				.hasLowCardinalityKeyValue("outcome", "done");
		}
	}

	/** What a tracer does with contexts, in short. */
	private static final class Tracing implements ObservationHandler<Observation.Context> {

		@Nullable Map<String, String> received;

		@Override
		public void onStart(Observation.Context context) {
			if (context instanceof ReceiveContext receive) {
				this.received = receive.getCarrier();
			}
			if (context instanceof PublishContext publish) {
				inject(publish);
			}
		}

		private static <C> void inject(SenderContext<C> context) {
			context.getSetter().set(context.getCarrier(), "traceparent", OWN);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	/** Has no room. */
	private static final class RefusingSubscriber implements Subscriber {

		@Override
		public void prepare(Event event) {
			throw EventRefusedException.busy("No room");
		}

		@Override
		public void deliver(Event event, Subscription subscription) {
			throw new IllegalStateException("Refused");
		}

	}

}
