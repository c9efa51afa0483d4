package io.vws.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.vws.topic.InvalidTopicException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is observed of a client.
 */
class ClientObservationTests {

	private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ClientFixture fixture = new ClientFixture(
			(builder) -> builder.observation(new ClientObservation(this.registry, null, null)));

	@Test
	void aRequestIsObservedUntilItIsAnswered() {
		FakeLink link = this.fixture.open();
		CompletableFuture<Void> answer = this.fixture.client.publish("a", 1);
		this.fixture.run();
		assertThat(this.registry).hasSingleObservationThat().hasNameEqualTo("vws.client.request").isNotStopped();
		link.receive("{\"k\":\"a\",\"i\":1}");
		this.fixture.run();
		assertThat(answer).isCompleted();
		assertThat(this.registry).hasSingleObservationThat()
			.hasContextualNameEqualTo("vws client publish")
			.hasLowCardinalityKeyValue("outcome", "done")
			.hasHighCardinalityKeyValue("vws.topic", "a")
			.hasBeenStopped()
			.doesNotHaveError();
	}

	@ParameterizedTest
	@CsvSource({ "forbidden, forbidden", "busy, busy", "made-up-by-a-server, refused" })
	void theOutcomeIsFromAClosedList(String code, String outcome) {
		FakeLink link = this.fixture.open();
		CompletableFuture<Void> answer = this.fixture.client.publish("a", 1);
		this.fixture.run();
		link.receive("{\"k\":\"n\",\"i\":1,\"e\":\"No\",\"h\":{\"vws-code\":\"" + code + "\"}}");
		this.fixture.run();
		assertThat(answer).isCompletedExceptionally();
		assertThat(this.registry).hasSingleObservationThat()
			.hasLowCardinalityKeyValue("outcome", outcome)
			.thenError()
			.isInstanceOf(RequestRefusedException.class);
	}

	@Test
	void aRequestWithoutAnAnswerTimesOut() {
		this.fixture.open();
		this.fixture.client.publish("a", 1);
		this.fixture.advance(Duration.ofSeconds(11));
		assertThat(this.registry).hasSingleObservationThat().hasLowCardinalityKeyValue("outcome", "timeout");
	}

	/** As without observation. */
	@Test
	void theFutureFailsWithTheFailureItself() {
		FakeLink link = this.fixture.open();
		CompletableFuture<Class<?>> failure = new CompletableFuture<>();
		this.fixture.client.publish("a", 1).whenComplete((done, ex) -> failure.complete(ex.getClass()));
		this.fixture.run();
		link.receive("{\"k\":\"n\",\"i\":1,\"e\":\"No\",\"h\":{\"vws-code\":\"busy\"}}");
		this.fixture.run();
		assertThat(failure).isCompletedWithValue(RequestRefusedException.class);
	}

	@Test
	void theTraceTravelsWithTheMessage() {
		this.registry.observationConfig().observationHandler(new Tracing());
		FakeLink link = this.fixture.open();
		this.fixture.client.publish("a", 1, Map.of("other", "x"));
		this.fixture.run();
		assertThat(link.sent().get(0)).contains("\"traceparent\":\"" + TRACEPARENT + "\"", "\"other\":\"x\"");
	}

	@Test
	void whatIsSentWithoutAnAnswerHasATraceToo() {
		this.registry.observationConfig().observationHandler(new Tracing());
		FakeLink link = this.fixture.open();
		assertThat(this.fixture.client.send("a", 1)).isTrue();
		this.fixture.run();
		assertThat(link.sent().get(0)).contains("\"traceparent\":\"" + TRACEPARENT + "\"");
		assertThat(this.registry).hasSingleObservationThat()
			.hasContextualNameEqualTo("vws client send")
			.hasLowCardinalityKeyValue("outcome", "sent")
			.hasBeenStopped();
	}

	@Test
	void whatIsNotTakenIsObservedAsFailed() {
		this.fixture.client.close();
		assertThat(this.fixture.client.send("a", 1)).isFalse();
		assertThat(this.registry).hasSingleObservationThat().hasLowCardinalityKeyValue("outcome", "failed");
	}

	/** By a bridge, say. */
	@Test
	void aTraceThatIsThereIsPassedOn() {
		this.registry.observationConfig().observationHandler(new Tracing());
		FakeLink link = this.fixture.open();
		this.fixture.client.publish("a", 1, Map.of("traceparent", "own"));
		this.fixture.run();
		assertThat(link.sent().get(0)).contains("\"traceparent\":\"own\"");
		assertThat(this.registry).doesNotHaveAnyObservation();
	}

	@Test
	void whatIsRefusedAtOnceIsNotObserved() {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> this.fixture.client.publish("a/+", 1));
		assertThat(this.registry).doesNotHaveAnyObservation();
	}

	@Test
	void aHandlerIsObserved() {
		FakeLink link = this.fixture.open();
		CompletableFuture<Boolean> observed = new CompletableFuture<>();
		this.fixture.client.subscribe("a/#",
				(event) -> observed.complete(this.registry.getCurrentObservation() != null));
		this.fixture.run();
		link.receive("{\"k\":\"a\",\"i\":1}");
		link.receive("{\"t\":\"a/b\",\"d\":1,\"h\":{\"traceparent\":\"" + TRACEPARENT + "\"}}");
		this.fixture.run();
		assertThat(observed).isCompletedWithValue(true);
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("vws.client.handle")
			.hasHighCardinalityKeyValue("vws.topic", "a/b")
			.hasBeenStopped();
	}

	@Test
	void conventionsOfTheApplicationNameThem() {
		ClientFixture named = new ClientFixture((builder) -> builder
			.observation(new ClientObservation(this.registry, new DefaultClientRequestObservationConvention() {

				@Override
				public String getName() {
					return "my.requests";
				}

			}, new DefaultClientHandleObservationConvention() {

				@Override
				public String getName() {
					return "my.handlers";
				}

			})));
		FakeLink link = named.open();
		named.client.subscribe("a", (event) -> {
		});
		named.client.publish("a", 1);
		named.run();
		link.receive("{\"t\":\"a\",\"d\":1}");
		named.run();
		assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("my.requests", 1)
			.hasNumberOfObservationsWithNameEqualTo("my.handlers", 1);
	}

	/** What a tracer does with the context of a request, in short. */
	private static final class Tracing implements ObservationHandler<SenderContext<Object>> {

		@Override
		public void onStart(SenderContext<Object> context) {
			context.getSetter().set(context.getCarrier(), "traceparent", TRACEPARENT);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof SenderContext;
		}

	}

}
