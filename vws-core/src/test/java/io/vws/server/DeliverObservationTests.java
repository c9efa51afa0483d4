package io.vws.server;

import java.util.function.UnaryOperator;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.vws.bus.PublishObservation;
import io.vws.delivery.OverflowPolicy;
import io.vws.topic.TopicPrefix;
import io.vws.transform.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;

/**
 * What is observed of the delivery of an event to each connection.
 */
class DeliverObservationTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private TestServer server(@Nullable DeliverObservationConvention convention,
			UnaryOperator<VwsServerBuilder> customizer) {
		return TestServer.create(VwsAuthorizer.allowAll(),
				(builder) -> customizer.apply(builder.settings(TestServer.settings())
					.observe(ReceiveObservation.none(), new PublishObservation(this.registry, null))
					.observe(new DeliverObservation(this.registry, convention))));
	}

	@Test
	void observesEachDeliveryWithinThePublish() {
		try (TestServer server = server(null, UnaryOperator.identity())) {
			server.connect("c1").ask("{\"k\":\"s\",\"t\":\"a/+\"}");
			server.connect("c2").ask("{\"k\":\"s\",\"t\":\"#\"}");
			server.connect("c3").ask("{\"k\":\"s\",\"t\":\"b\"}");
			server.connect("c4").ask("{\"t\":\"a/1\",\"d\":1,\"i\":1}");
		}
		assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("vws.deliver", 2)
			.hasAnObservationWithAKeyValue("vws.connection", "c1")
			.hasAnObservationWithAKeyValue("vws.connection", "c2")
			.hasObservationWithNameEqualTo("vws.deliver")
			.that()
			.hasContextualNameEqualTo("vws deliver")
			.hasLowCardinalityKeyValue("outcome", "queued")
			.hasHighCardinalityKeyValue("vws.topic", "a/1")
			.hasParentObservationContextMatching((parent) -> "vws.publish".equals(parent.getName()))
			.hasBeenStopped()
			.doesNotHaveError();
	}

	@Test
	void whatATransformDropsIsFiltered() {
		try (TestServer server = server(null, (builder) -> builder.outbound((event) -> Outcome.drop()))) {
			server.connect("c1").ask("{\"k\":\"s\",\"t\":\"a\"}");
			server.bus.publish("a", 1);
			assertOutcomes("filtered");
		}
	}

	@Test
	void whatHasNoNameForTheClientIsFilteredAndWhatIsReservedIsUnwanted() {
		TopicPrefix prefix = TopicPrefix.parse("tenants/1");
		try (TestServer server = server(null, (builder) -> builder.topicMapping((peer) -> prefix))) {
			server.connect("c1").ask("{\"k\":\"s\",\"t\":\"#\"}");
			server.bus.publish("tenants/1", 1);
			server.bus.publish("tenants/1/$reserved", 1);
			assertOutcomes("filtered", "unwanted");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "DISCONNECT", "DROP_NEWEST" })
	void saysWhatAFullQueueDoes(OverflowPolicy policy) {
		try (TestServer server = server(null, (builder) -> builder.settings(TestServer.queue(2, policy)))) {
			TestClient slow = server.connect("c1");
			slow.ask("{\"k\":\"s\",\"t\":\"a\"}");
			slow.transport.block();
			for (int i = 0; i < 3; i++) {
				server.bus.publish("a", i);
			}
			String full = (policy == OverflowPolicy.DISCONNECT) ? "overflow" : "dropped";
			assertOutcomes("queued", "queued", full);
		}
	}

	@Test
	void aConventionOfTheApplicationNamesAndDescribes() {
		DeliverObservationConvention own = new DefaultDeliverObservationConvention() {

			@Override
			public String getName() {
				return "my.deliveries";
			}

			@Override
			public KeyValues getHighCardinalityKeyValues(DeliverContext context) {
				return super.getHighCardinalityKeyValues(context).and("user", context.peer().name());
			}

		};
		try (TestServer server = server(own, UnaryOperator.identity())) {
			server.connect("c1").ask("{\"k\":\"s\",\"t\":\"a\"}");
			server.bus.publish("a", 1);
		}
		assertThat(this.registry).hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo("my.deliveries")
			.that()
			.hasHighCardinalityKeyValue("user", "alice");
	}

	private void assertOutcomes(String... outcomes) {
		assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("vws.deliver", outcomes.length);
		for (String outcome : outcomes) {
			assertThat(this.registry).hasAnObservationWithAKeyValue("outcome", outcome);
		}
	}

}
