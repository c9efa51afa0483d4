package io.vws.spring.event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.spring.event.sample.HiddenEvents;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application events on their way to the bus, published in a real context.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationEventForwarderTests {

	private final RecordingBus recorded = new RecordingBus();

	private final List<EventFailure> failures = new ArrayList<>();

	private GenericApplicationContext context = new GenericApplicationContext();

	@BeforeEach
	void start() {
		this.context = contextWith(this.recorded.bus);
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	private GenericApplicationContext contextWith(EventBus bus) {
		GenericApplicationContext started = new GenericApplicationContext();
		started.addApplicationListener(new ApplicationEventForwarder(bus, this.failures::add, JsonMapper.shared(),
				List.of(), ForwardingSettings.defaults()));
		started.refresh();
		return started;
	}

	@Test
	void recordIsPublished() {
		this.context.publishEvent(new OrderPlaced("7", "PAID"));
		assertThat(this.recorded.topics()).containsExactly("orders/7");
		assertThat(this.recorded.json()).isEqualTo("{\"id\":\"7\",\"status\":\"PAID\"}");
		assertThat(this.recorded.events().get(0).sender()).isNull();
		assertThat(this.failures).isEmpty();
	}

	@Test
	void classWithGettersIsPublished() {
		this.context.publishEvent(new RoomHeated());
		assertThat(this.recorded.topics()).containsExactly("room/kitchen/heated");
		assertThat(this.recorded.json()).isEqualTo("{\"degrees\":21.5,\"room\":\"kitchen\"}");
	}

	@Test
	void recordThatIsNotPublicIsPublished() {
		this.context.publishEvent(HiddenEvents.hidden("7"));
		assertThat(this.recorded.topics()).containsExactly("hidden/7");
		assertThat(this.recorded.json()).isEqualTo("{\"id\":\"7\"}");
	}

	/**
	 * Symptom: the payload held {@code source}, whatever bean that was, and the
	 * {@code timestamp}.
	 */
	@Test
	void applicationEventIsPublishedWithItsOwnPropertiesOnly() {
		this.context.publishEvent(new DoorOpened(this.context, "front"));
		assertThat(this.recorded.topics()).containsExactly("doors/front");
		assertThat(this.recorded.json()).isEqualTo("{\"door\":\"front\"}");
	}

	@Test
	void subTypeOfAnAnnotatedTypeIsPublished() {
		this.context.publishEvent(new KitchenHeated());
		assertThat(this.recorded.topics()).containsExactly("room/kitchen/heated");
		assertThat(this.recorded.json()).contains("\"chef\":\"Ada\"");
	}

	@Test
	void typeWithAnAnnotatedInterfaceIsPublished() {
		this.context.publishEvent(new StockChanged("hammer"));
		assertThat(this.recorded.topics()).containsExactly("stock/hammer");
	}

	@Test
	void annotationOfTheTypeItselfWins() {
		this.context.publishEvent(new StockSoldOut("hammer"));
		assertThat(this.recorded.topics()).containsExactly("sold-out/hammer");
	}

	/** The super class comes before the interface, which is as near. */
	@Test
	void nearestAnnotationWins() {
		this.context.publishEvent(new PricedStock());
		this.context.publishEvent(new DiscountedStock());
		assertThat(this.recorded.topics()).containsExactly("priced/saw", "discounted/saw");
	}

	@Test
	void genericTypeIsPublished() {
		this.context.publishEvent(new Changed<>("x", List.of(1, 2)));
		assertThat(this.recorded.topics()).containsExactly("changed/x");
	}

	@Test
	void payloadApplicationEventIsPublishedAsItsPayload() {
		this.context.publishEvent(new PayloadApplicationEvent<>(this, new OrderPlaced("8", "NEW")));
		assertThat(this.recorded.topics()).containsExactly("orders/8");
		assertThat(this.recorded.json()).startsWith("{\"id\":\"8\"");
	}

	@Test
	void optionalPropertyIsItsValue() {
		this.context.publishEvent(new Maybe(Optional.of("7")));
		this.context.publishEvent(new Maybe(Optional.empty()));
		assertThat(this.recorded.topics()).containsExactly("maybe/7");
		assertThat(this.failures).hasSize(1);
	}

	@Test
	void otherTypesAreNotPublished() {
		this.context.publishEvent(new NotAnnotated("7"));
		this.context.publishEvent("text");
		this.context.publishEvent(new PayloadApplicationEvent<>(this, new NotAnnotated("7")));
		assertThat(this.recorded.events()).isEmpty();
		assertThat(this.failures).isEmpty();
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "a/b", "+", "#" })
	void refusedValueIsCountedAndLoggedAndThePublisherGoesOn(@Nullable String id, CapturedOutput output) {
		List<Object> others = new ArrayList<>();
		this.context.addApplicationListener(
				(ApplicationListener<PayloadApplicationEvent<OrderPlaced>>) (event) -> others.add(event.getPayload()));
		this.context.publishEvent(new OrderPlaced(id, "PAID"));
		assertThat(this.recorded.events()).isEmpty();
		assertThat(this.failures).containsExactly(EventFailure.TOPIC_REFUSED);
		assertThat(output).contains("WARN")
			.contains("An application event of type " + OrderPlaced.class.getName()
					+ " did not reach the event bus: property 'id' has ");
		this.context.publishEvent(new OrderPlaced("7", "PAID"));
		assertThat(this.recorded.topics()).containsExactly("orders/7");
		assertThat(others).hasSize(2);
	}

	@Test
	void notEncodablePayloadIsCountedAndLoggedAndThePublisherGoesOn(CapturedOutput output) {
		this.context.publishEvent(new Endless());
		assertThat(this.recorded.events()).isEmpty();
		assertThat(this.failures).containsExactly(EventFailure.BUS_REFUSED);
		assertThat(output).contains(
				Endless.class.getName() + " did not reach the event bus: The payload cannot be " + "written as JSON");
	}

	@Test
	void busyBusIsCountedAndThePublisherGoesOn() {
		this.recorded.bus.subscribe("orders/#", new Subscriber() {

			@Override
			public void prepare(Event event) {
				throw EventRefusedException.busy("full");
			}

			@Override
			public void deliver(Event event, Subscription subscription) {
			}

		});
		this.context.publishEvent(new OrderPlaced("7", "PAID"));
		assertThat(this.failures).containsExactly(EventFailure.BUS_REFUSED);
		assertThat(this.recorded.events()).isEmpty();
	}

	/**
	 * Symptom: a bus of the user's own that fails made {@code publishEvent} throw, and so
	 * rolled back a transaction that has nothing to do with browsers.
	 */
	@Test
	void brokenBusIsCountedAndLoggedAndThePublisherGoesOn(CapturedOutput output) {
		try (GenericApplicationContext broken = contextWith(new BrokenBus())) {
			broken.publishEvent(new OrderPlaced("7", "PAID"));
		}
		assertThat(this.failures).containsExactly(EventFailure.BUS_REFUSED);
		assertThat(output).contains("did not reach the event bus: java.lang.IllegalStateException at ")
			.doesNotContain("no connection to the broker");
	}

	/**
	 * Symptom: a typo in an annotation threw out of {@code publishEvent} at the first
	 * event, and so rolled back the business around it.
	 */
	@Test
	void malformedTemplateIsCountedAndLoggedAndThePublisherGoesOn(CapturedOutput output) {
		this.context.publishEvent(new Malformed("7"));
		this.context.publishEvent(new Malformed("8"));
		assertThat(this.recorded.events()).isEmpty();
		assertThat(this.failures).containsExactly(EventFailure.MAPPING_FAILED, EventFailure.MAPPING_FAILED);
		assertThat(output).contains("An application event of type " + Malformed.class.getName()
				+ " did not reach the event bus: @VwsTopic on " + Malformed.class.getName()
				+ ": \"orders/{number}\" names 'number', but the type has no such property");
	}

	/**
	 * Symptom: while events of one type failed all the time, the log did not say that
	 * those of another one do, too.
	 */
	@Test
	void eachTypeThatFailsIsLogged(CapturedOutput output) {
		this.context.publishEvent(new OrderPlaced("+", "PAID"));
		this.context.publishEvent(new Malformed("7"));
		assertThat(output).contains("event of type " + OrderPlaced.class.getName() + " did not reach")
			.contains("event of type " + Malformed.class.getName() + " did not reach");
	}

	@VwsTopic("maybe/{id}")
	record Maybe(Optional<String> id) {
	}

	@VwsTopic("orders/{id}")
	record OrderPlaced(@Nullable String id, String status) {
	}

	@VwsTopic("orders/{number}")
	record Malformed(String id) {
	}

	@VwsTopic("changed/{name}")
	record Changed<T>(String name, T value) {
	}

	record NotAnnotated(String id) {
	}

	@VwsTopic("stock/{item}")
	interface Stock {

		String item();

	}

	record StockChanged(String item) implements Stock {
	}

	@VwsTopic("priced/{item}")
	static class PricedStock implements Stock {

		@Override
		public String item() {
			return "saw";
		}

	}

	@VwsTopic("discounted/{item}")
	interface Discounted extends Stock {

	}

	static class DiscountedStock implements Serializable, Discounted {

		private static final long serialVersionUID = 1L;

		@Override
		public String item() {
			return "saw";
		}

	}

	@VwsTopic("sold-out/{item}")
	record StockSoldOut(String item) implements Stock {
	}

	@VwsTopic("room/{room}/heated")
	static class RoomHeated {

		public String getRoom() {
			return "kitchen";
		}

		public double getDegrees() {
			return 21.5;
		}

	}

	static class KitchenHeated extends RoomHeated {

		public String getChef() {
			return "Ada";
		}

	}

	@VwsTopic("endless")
	static class Endless {

		public Endless getSelf() {
			return this;
		}

	}

	@VwsTopic("doors/{door}")
	static final class DoorOpened extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		private final String door;

		DoorOpened(Object source, String door) {
			super(source);
			this.door = door;
		}

		public String getDoor() {
			return this.door;
		}

	}

	/** A bus of the user's own. */
	private static final class BrokenBus implements EventBus {

		@Override
		public void publish(Event event) {
			throw new IllegalStateException("no connection to the broker");
		}

		@Override
		public void publish(String topic, @Nullable Object payload) {
			throw new IllegalStateException("no connection to the broker");
		}

		@Override
		public Subscription subscribe(TopicPattern pattern, Subscriber subscriber) {
			throw new UnsupportedOperationException();
		}

	}

}
