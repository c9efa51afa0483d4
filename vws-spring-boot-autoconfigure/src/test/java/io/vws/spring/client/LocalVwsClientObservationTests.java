package io.vws.spring.client;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.vws.bus.InMemoryEventBus;
import io.vws.client.ClientObservation;
import io.vws.client.RequestRefusedException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is observed of a client of the application's own bus: the same as of another.
 */
@Timeout(60)
class LocalVwsClientObservationTests {

	private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	@AutoClose("shutdownNow")
	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.shared());

	private final BlockingQueue<Map<String, String>> headers = new LinkedBlockingQueue<>();

	private final LocalVwsClient client = new LocalVwsClient(this.bus, JsonMapper.shared(),
			LocalClientSettings.defaults(), this.executor, InstantSource.system(),
			new ClientObservation(this.registry, null, null));

	@BeforeEach
	void listen() {
		this.registry.observationConfig().observationHandler(new Tracing());
		this.bus.subscribe("a", (event, subscription) -> this.headers.add(event.headers()));
	}

	@Test
	void aRequestIsObservedAndItsTraceTravelsWithTheEvent() {
		this.client.connect().join();
		this.client.publish("a", 1, Map.of("other", "x", "vws-private", "y")).join();
		assertThat(this.headers).containsExactly(Map.of("traceparent", TRACEPARENT, "other", "x"));
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("vws.client.request")
			.hasContextualNameEqualTo("vws client publish")
			.hasLowCardinalityKeyValue("outcome", "done")
			.hasHighCardinalityKeyValue("vws.topic", "a")
			.hasBeenStopped();
	}

	/** So the publish on the bus is a part of it. */
	@Test
	void whatIsPublishedAtOnceIsPublishedWithinTheObservation() {
		this.client.connect().join();
		this.bus.subscribe("b", (event, subscription) -> this.headers
			.add(Map.of("current", String.valueOf(this.registry.getCurrentObservation() != null))));
		this.client.publish("b", 1).join();
		assertThat(this.headers).containsExactly(Map.of("current", "true"));
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void aMessageThatWaitsIsObservedUntilItIsAnswered() {
		this.client.publish("a", 1);
		assertThat(this.registry).hasSingleObservationThat().isNotStopped();
		this.client.connect().join();
		await().untilAsserted(() -> assertThat(this.registry).hasSingleObservationThat().hasBeenStopped());
		assertThat(this.headers).containsExactly(Map.of("traceparent", TRACEPARENT));
	}

	@Test
	void aRefusalIsTheOutcome() {
		this.client.connect().join();
		this.client.publish("a", NullNode.getInstance());
		assertThat(this.registry).hasSingleObservationThat()
			.hasLowCardinalityKeyValue("outcome", "data-required")
			.thenError()
			.isInstanceOf(RequestRefusedException.class);
	}

	@Test
	void whatIsSentWithoutAnAnswerIsObservedToo() {
		this.client.connect().join();
		assertThat(this.client.send("a", 1)).isTrue();
		assertThat(this.headers).containsExactly(Map.of("traceparent", TRACEPARENT));
		assertThat(this.registry).hasSingleObservationThat()
			.hasContextualNameEqualTo("vws client send")
			.hasLowCardinalityKeyValue("outcome", "sent");
	}

	@Test
	void aHandlerIsObserved() throws Exception {
		this.client.connect().join();
		BlockingQueue<Boolean> observed = new LinkedBlockingQueue<>();
		this.client.subscribe("a", (event) -> observed.add(this.registry.getCurrentObservation() != null));
		this.bus.publish("a", 1);
		assertThat(observed.poll(30, TimeUnit.SECONDS)).isTrue();
		await().untilAsserted(() -> assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("vws.client.handle")
			.hasHighCardinalityKeyValue("vws.topic", "a")
			.hasBeenStopped());
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
