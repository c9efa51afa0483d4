package io.vws.autoconfigure.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.server.ClientEventListener;
import io.vws.spring.event.ApplicationEventForwarder;
import io.vws.spring.event.ClientEventPublisher;
import io.vws.spring.event.EventFailure;
import io.vws.spring.event.EventOutcomeListener;
import io.vws.spring.event.EventMappingException;
import io.vws.spring.event.ForwardingSettings;
import io.vws.spring.event.VwsEventMapping;
import io.vws.spring.event.VwsMessageEvent;
import io.vws.spring.event.VwsTopic;
import io.vws.topic.Topic;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class VwsEventAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsEventAutoConfiguration.class));

	@Test
	void applicationEventsReachTheBus() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(ApplicationEventForwarder.class)
				.hasSingleBean(ClientEventPublisher.class);
			List<String> topics = new ArrayList<>();
			context.getBean(EventBus.class).subscribe("#", (event, subscription) -> topics.add(event.topic().text()));
			context.publishEvent(new OrderPlaced("7"));
			assertThat(topics).containsExactly("orders/7");
		});
	}

	@Test
	void mappingsOfTheUserComeInTheirOrder() {
		this.contextRunner.withBean("second", VwsEventMapping.class, () -> mapping("second"))
			.withBean("first", VwsEventMapping.class, () -> mapping("first"),
					(definition) -> definition.setAttribute(AbstractBeanDefinition.ORDER_ATTRIBUTE, 1))
			.run((context) -> {
				List<String> topics = new ArrayList<>();
				context.getBean(EventBus.class)
					.subscribe("#", (event, subscription) -> topics.add(event.topic().text()));
				context.publishEvent(new OrderPlaced("7"));
				assertThat(topics).containsExactly("first/7");
			});
	}

	private static VwsEventMapping mapping(String prefix) {
		return VwsEventMapping.builder().select(OrderPlaced.class).topic(prefix + "/{id}").build();
	}

	@Test
	void expressionsSeeTheBeans() {
		this.contextRunner.withBean("prefix", String.class, () -> "shop").run((context) -> {
			List<String> topics = new ArrayList<>();
			context.getBean(EventBus.class).subscribe("#", (event, subscription) -> topics.add(event.topic().text()));
			context.publishEvent(new Shipped("7"));
			assertThat(topics).containsExactly("shop/7");
		});
	}

	@Test
	void failureReachesThePublisherIfTheUserWantsSo() {
		this.contextRunner.withPropertyValues("vws.events.on-failure=throw")
			.run((context) -> assertThatExceptionOfType(EventMappingException.class)
				.isThrownBy(() -> context.publishEvent(new OrderPlaced("+"))));
	}

	@Test
	void eventsOfClientsReachListenersAndDoNotComeBack() {
		this.contextRunner.withBean(Listener.class).run((context) -> {
			List<String> topics = new ArrayList<>();
			context.getBean(EventBus.class).subscribe("#", (event, subscription) -> topics.add(event.topic().text()));
			ClientEventListener publisher = context.getBean(ClientEventListener.class);
			publisher.prepare(fromClient());
			publisher.deliver(fromClient());
			List<String> heard = context.getBean(Listener.class).heard;
			await().untilAsserted(() -> assertThat(heard).containsExactly("orders/new"));
			assertThat(topics).isEmpty();
		});
	}

	@Test
	void queueHasTheCapacityOfTheProperty() {
		this.contextRunner.withPropertyValues("vws.events.queue-capacity=2").run((context) -> {
			ClientEventListener publisher = context.getBean(ClientEventListener.class);
			publisher.prepare(fromClient());
			publisher.prepare(fromClient());
			assertThatExceptionOfType(EventRefusedException.class).isThrownBy(() -> publisher.prepare(fromClient()));
		});
	}

	@Test
	void listenersOfTheUserAreToldOfFailures() {
		List<EventFailure> failures = new ArrayList<>();
		this.contextRunner.withBean("one", EventOutcomeListener.class, () -> failures::add)
			.withBean("two", EventOutcomeListener.class, () -> failures::add)
			.run((context) -> {
				context.publishEvent(new OrderPlaced("+"));
				assertThat(failures).containsExactly(EventFailure.TOPIC_REFUSED, EventFailure.TOPIC_REFUSED);
			});
	}

	@Test
	void forwarderOfTheUserWins() {
		this.contextRunner.withBean("mine", ApplicationEventForwarder.class,
				() -> new ApplicationEventForwarder(new InMemoryEventBus(JsonMapper.shared()), (failure) -> {
				}, JsonMapper.shared(), List.of(), ForwardingSettings.defaults()))
			.run((context) -> assertThat(context).hasSingleBean(ApplicationEventForwarder.class).hasBean("mine"));
	}

	@Test
	void clientEventListenerOfTheUserWins() {
		this.contextRunner.withBean("mine", ClientEventListener.class, ClientEventListener::none)
			.run((context) -> assertThat(context).hasSingleBean(ClientEventListener.class)
				.doesNotHaveBean(ClientEventPublisher.class));
	}

	@Test
	void whenThereIsNoBusThenBacksOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VwsEventAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ApplicationEventForwarder.class)
				.doesNotHaveBean(ClientEventListener.class));
	}

	/** A bus of the user's own does not need Jackson's auto-configuration. */
	@Test
	void whenThereIsABusButNoJsonMapperThenStarts() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VwsEventAutoConfiguration.class))
			.withBean(EventBus.class, () -> new InMemoryEventBus(JsonMapper.shared()))
			.run((context) -> assertThat(context).hasSingleBean(ApplicationEventForwarder.class));
	}

	@Test
	void whenDisabledThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.events.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(EventBus.class)
				.doesNotHaveBean(VwsEventAutoConfiguration.class)
				.doesNotHaveBean(ApplicationEventForwarder.class)
				.doesNotHaveBean(ClientEventListener.class));
	}

	private static Event fromClient() {
		return new Event(Topic.parse("orders/new"), Payload.ofJson("1", JsonMapper.shared()), Map.of(),
				new Peer("c1", null, null));
	}

	@VwsTopic("#{@prefix}/{id}")
	record Shipped(String id) {
	}

	@VwsTopic("orders/{id}")
	record OrderPlaced(String id) {
	}

	static class Listener {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		@EventListener(condition = "#message.topic() == 'orders/new'")
		void placed(VwsMessageEvent message) {
			this.heard.add(message.topic());
		}

		@EventListener
		void all(PayloadApplicationEvent<VwsMessageEvent> message) {
			assertThat(message.getPayload().sender().connectionId()).isEqualTo("c1");
		}

	}

}
