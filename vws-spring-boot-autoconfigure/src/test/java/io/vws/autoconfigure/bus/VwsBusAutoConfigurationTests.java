package io.vws.autoconfigure.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.autoconfigure.observation.VwsMetricsAutoConfiguration;
import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Subscriber;
import io.vws.bus.SubscriberErrorHandler;
import io.vws.bus.Subscription;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class VwsBusAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class));

	@Test
	void busIsThereWithoutAWebServer() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(EventBus.class)
			.hasSingleBean(InMemoryEventBus.class)
			.hasBean("vwsEventBus"));
	}

	@Test
	void whenThereIsNoJsonMapperThenBacksOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VwsBusAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventBus.class));
	}

	@Test
	void busOfTheUserWins() {
		this.contextRunner.withBean("mine", EventBus.class, SilentBus::new)
			.run((context) -> assertThat(context).hasSingleBean(EventBus.class).hasBean("mine"));
	}

	@Test
	void payloadIsWrittenByTheMapperOfTheApplication() {
		this.contextRunner.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE").run((context) -> {
			StringBuilder json = new StringBuilder();
			EventBus bus = context.getBean(EventBus.class);
			bus.subscribe("#", (event, subscription) -> json.append(event.payload().json()));
			bus.publish("a", new LongName(1));
			assertThat(json).hasToString("{\"long_name\":1}");
		});
	}

	@Test
	void failureOfASubscriberIsLogged(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			publishToABrokenSubscriber(context.getBean(EventBus.class));
			assertThat(output).contains("A subscriber of 'a' failed to take an event");
		});
	}

	@Test
	void errorHandlerOfTheUserReplacesTheLog(CapturedOutput output) {
		Recorded recorded = new Recorded();
		this.contextRunner.withBean("mine", SubscriberErrorHandler.class, () -> recorded).run((context) -> {
			publishToABrokenSubscriber(context.getBean(EventBus.class));
			assertThat(recorded.count).isEqualTo(1);
			assertThat(output).doesNotContain("failed to take an event");
		});
	}

	/**
	 * Symptom: with metrics on the class path an application with an error handler of its
	 * own did not start, because there were two.
	 */
	@Test
	void errorHandlerOfTheUserAndMetersAreBothTold() {
		Recorded recorded = new Recorded();
		this.contextRunner.withConfiguration(AutoConfigurations.of(VwsMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("mine", SubscriberErrorHandler.class, () -> recorded)
			.run((context) -> {
				publishToABrokenSubscriber(context.getBean(EventBus.class));
				assertThat(recorded.count).isEqualTo(1);
				assertThat(context.getBean(MeterRegistry.class).get("vws.bus.subscribers.failed").counter().count())
					.isEqualTo(1);
			});
	}

	private static void publishToABrokenSubscriber(EventBus bus) {
		bus.subscribe("a", (event, subscription) -> {
			throw new IllegalStateException("broken");
		});
		bus.publish("a", 1);
	}

	record LongName(int longName) {
	}

	private static final class Recorded implements SubscriberErrorHandler {

		private int count;

		@Override
		public void handle(Subscription subscription, Throwable error) {
			this.count++;
		}

	}

	/** A bus of the user's own. */
	private static final class SilentBus implements EventBus {

		@Override
		public void publish(Event event) {
		}

		@Override
		public void publish(String topic, @Nullable Object payload) {
		}

		@Override
		public Subscription subscribe(TopicPattern pattern, Subscriber subscriber) {
			throw new UnsupportedOperationException();
		}

	}

}
