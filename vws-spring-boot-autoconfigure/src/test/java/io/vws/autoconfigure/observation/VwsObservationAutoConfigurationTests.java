package io.vws.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.event.VwsEventAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.bus.DefaultPublishObservationConvention;
import io.vws.bus.EventBus;
import io.vws.bus.Peer;
import io.vws.bus.PublishObservation;
import io.vws.bus.PublishObservationConvention;
import io.vws.client.ClientObservation;
import io.vws.server.CloseReason;
import io.vws.server.DefaultDeliverObservationConvention;
import io.vws.server.DefaultReceiveObservationConvention;
import io.vws.server.DeliverObservation;
import io.vws.server.DeliverObservationConvention;
import io.vws.server.ReceiveObservation;
import io.vws.server.ReceiveObservationConvention;
import io.vws.server.Transport;
import io.vws.server.VwsServer;
import io.vws.spring.event.DefaultListenObservationConvention;
import io.vws.spring.event.ListenObservation;
import io.vws.spring.event.ListenObservationConvention;
import io.vws.wire.Frame;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class VwsObservationAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsEventAutoConfiguration.class, VwsAuthorizationAutoConfiguration.class,
				VwsServerAutoConfiguration.class, VwsObservationAutoConfiguration.class))
		.withPropertyValues("vws.server.shutdown-timeout=100ms", "vws.server.authorization.publish[0].topic=a",
				"vws.server.authorization.publish[0].access=permitAll");

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	@Test
	void whereBootTracesThenObserves() {
		this.contextRunner
			.withConfiguration(
					AutoConfigurations.of(ObservationAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
							OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(PublishObservation.class)
				.hasSingleBean(ReceiveObservation.class)
				.hasSingleBean(ListenObservation.class)
				.hasSingleBean(ClientObservation.class));
	}

	/** A meter for each observation is dear, and most of it is counted anyway. */
	@Test
	void whereNobodyTracesThenBacksOff() {
		withRegistry().run((context) -> {
			assertThat(context).doesNotHaveBean(PublishObservation.class).hasSingleBean(VwsServer.class);
			publish(context.getBean(VwsServer.class), context.getBean(EventBus.class));
			assertThat(this.registry).doesNotHaveAnyObservation();
		});
	}

	@Test
	void whenAskedForThenObservesTheServerTheBusAndTheListenersWhoeverTraces() {
		withRegistry().withPropertyValues("vws.observations.mode=always").run((context) -> {
			publish(context.getBean(VwsServer.class), context.getBean(EventBus.class));
			await()
				.untilAsserted(() -> assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("vws.listen", 1)
					.hasNumberOfObservationsWithNameEqualTo("vws.publish", 2)
					.hasNumberOfObservationsWithNameEqualTo("vws.receive", 1));
		});
	}

	@Test
	void deliveriesAreNotObservedUnlessAskedFor() {
		subscribed().run((context) -> {
			assertThat(context).doesNotHaveBean(DeliverObservation.class);
			publishToASubscriber(context);
			assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("vws.deliver", 0);
		});
	}

	@Test
	void whenDeliveriesAreAskedForThenObservesThoseToClients() {
		subscribed().withPropertyValues("vws.observations.deliveries=true").run((context) -> {
			publishToASubscriber(context);
			assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("vws.deliver", 1);
		});
	}

	@Test
	void aConventionOfTheUserNamesDeliveries() {
		subscribed().withPropertyValues("vws.observations.deliveries=true")
			.withBean(DeliverObservationConvention.class, () -> new DefaultDeliverObservationConvention() {

				@Override
				public String getName() {
					return "my.deliver";
				}

			})
			.run((context) -> {
				publishToASubscriber(context);
				assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("my.deliver", 1);
			});
	}

	@Test
	void anObservationOfDeliveriesOfTheUserNeedsNoProperty() {
		subscribed().withBean("mine", DeliverObservation.class, () -> new DeliverObservation(this.registry, null))
			.run((context) -> {
				publishToASubscriber(context);
				assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("vws.deliver", 1);
			});
	}

	@Test
	void whenSwitchedOffThenBacksOff() {
		withRegistry().withBean(Tracer.class, () -> Tracer.NOOP)
			.withPropertyValues("vws.observations.mode=never")
			.run((context) -> assertThat(context).doesNotHaveBean(PublishObservation.class));
	}

	@Test
	void whenThereIsNoRegistryThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.observations.mode=always")
			.run((context) -> assertThat(context).doesNotHaveBean(PublishObservation.class)
				.hasSingleBean(VwsServer.class));
	}

	@Test
	void whenTracingIsMissingThenBacksOff() {
		withRegistry().withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(PublishObservation.class)
				.hasSingleBean(VwsServer.class));
	}

	@Test
	void aModeThatThereIsNotStopsTheStart() {
		withRegistry().withPropertyValues("vws.observations.mode=sometimes")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("VwsObservationProperties.Mode.sometimes"));
	}

	@Test
	void observationsOfTheUserWin() {
		withRegistry().withPropertyValues("vws.observations.mode=always")
			.withBean("mine1", PublishObservation.class, PublishObservation::none)
			.withBean("mine2", ReceiveObservation.class, ReceiveObservation::none)
			.withBean("mine3", ListenObservation.class, ListenObservation::none)
			.withBean("mine4", ClientObservation.class, ClientObservation::none)
			.run((context) -> {
				assertThat(context).hasSingleBean(PublishObservation.class)
					.hasSingleBean(ReceiveObservation.class)
					.hasSingleBean(ListenObservation.class)
					.hasSingleBean(ClientObservation.class);
				publish(context.getBean(VwsServer.class), context.getBean(EventBus.class));
				assertThat(this.registry).doesNotHaveAnyObservation();
			});
	}

	@Test
	void conventionsOfTheUserNameTheObservations() {
		withRegistry().withPropertyValues("vws.observations.mode=always")
			.withBean(PublishObservationConvention.class, () -> new DefaultPublishObservationConvention() {

				@Override
				public String getName() {
					return "my.publish";
				}

			})
			.withBean(ReceiveObservationConvention.class, () -> new DefaultReceiveObservationConvention() {

				@Override
				public String getName() {
					return "my.receive";
				}

			})
			.withBean(ListenObservationConvention.class, () -> new DefaultListenObservationConvention() {

				@Override
				public String getName() {
					return "my.listen";
				}

			})
			.run((context) -> {
				publish(context.getBean(VwsServer.class), context.getBean(EventBus.class));
				await().untilAsserted(
						() -> assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("my.listen", 1)
							.hasNumberOfObservationsWithNameEqualTo("my.publish", 2)
							.hasNumberOfObservationsWithNameEqualTo("my.receive", 1)
							.hasNumberOfObservationsEqualTo(4));
			});
	}

	private WebApplicationContextRunner withRegistry() {
		return this.contextRunner.withBean(ObservationRegistry.class, () -> this.registry);
	}

	private WebApplicationContextRunner subscribed() {
		return withRegistry().withPropertyValues("vws.observations.mode=always",
				"vws.server.authorization.subscribe[0].topic=a",
				"vws.server.authorization.subscribe[0].access=permitAll");
	}

	private static void publishToASubscriber(ApplicationContext context) {
		context.getBean(VwsServer.class)
			.open(new Peer("c1", null, null), new NoTransport())
			.receiveText("{\"k\":\"s\",\"t\":\"a\"}", true);
		context.getBean(EventBus.class).publish("a", 1);
	}

	/** Once by a client and once by the application. */
	private static void publish(VwsServer server, EventBus bus) {
		server.open(new Peer("c1", null, null), new NoTransport()).receiveText("{\"t\":\"a\",\"d\":1}", true);
		bus.publish("a", 1);
	}

	/** Nobody at the other end. */
	private static final class NoTransport implements Transport {

		@Override
		public boolean write(Frame[] frames) {
			return true;
		}

		@Override
		public void ping() {
		}

		@Override
		public void close(CloseReason reason) {
		}

		@Override
		public void abort(CloseReason reason) {
		}

	}

}
