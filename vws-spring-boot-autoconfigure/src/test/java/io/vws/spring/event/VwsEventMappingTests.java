package io.vws.spring.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.vws.bus.EventRefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Select, route and map, by annotation and by mapping, published in a real context.
 */
class VwsEventMappingTests {

	private final RecordingBus recorded = new RecordingBus();

	private final List<EventFailure> failures = new ArrayList<>();

	private GenericApplicationContext context = new GenericApplicationContext();

	@AfterEach
	void stop() {
		this.context.close();
	}

	private void start(VwsEventMapping... mappings) {
		start(EventFailurePolicy.LOG, mappings);
	}

	private void start(EventFailurePolicy onFailure, VwsEventMapping... mappings) {
		Function<Tagged, Object> view = (event) -> Map.of("view", event.id());
		this.context.registerBean("view", Function.class, () -> view);
		this.context.registerBean(ApplicationEventForwarder.class,
				() -> new ApplicationEventForwarder(this.recorded.bus, this.failures::add, JsonMapper.shared(),
						List.of(mappings), new ForwardingSettings(PublishPhase.AFTER_COMMIT, onFailure)));
		this.context.refresh();
	}

	@Test
	void annotationSaysTopicHeadersAndMapper() {
		start();
		this.context.publishEvent(new Tagged("7", 2, null));
		assertThat(this.recorded.topics()).containsExactly("tagged/7/v2");
		assertThat(this.recorded.json()).isEqualTo("{\"view\":\"7\"}");
		assertThat(this.recorded.events().get(0).headers())
			.isEqualTo(Map.of("version", "v2", "kind", "a=b", "next", "3"));
	}

	@Test
	void mappingOfATypeThatOneDoesNotOwn() {
		start(VwsEventMapping.builder()
			.select(Paid.class)
			.topic("invoices/{number}/paid")
			.header("currency", "{currency}")
			.header("total", (paid) -> String.valueOf(paid.total()))
			.header("note", (paid) -> null)
			.map((paid) -> Map.of("total", paid.total()))
			.build());
		this.context.publishEvent(new Paid("A1", 5, "EUR"));
		assertThat(this.recorded.topics()).containsExactly("invoices/A1/paid");
		assertThat(this.recorded.json()).isEqualTo("{\"total\":5}");
		assertThat(this.recorded.events().get(0).headers()).isEqualTo(Map.of("currency", "EUR", "total", "5"));
	}

	@Test
	void mappingOfASuperType() {
		start(VwsEventMapping.builder().select(Numbered.class).topic("numbered/{number}").build());
		this.context.publishEvent(new Paid("A1", 5, "EUR"));
		this.context.publishEvent(new Refunded("A2"));
		assertThat(this.recorded.topics()).containsExactly("numbered/A1", "numbered/A2");
	}

	@Test
	void mappingByConditionSelectsAcrossTypes() {
		start(VwsEventMapping.builder()
			.select((event) -> event.getClass().getSimpleName().startsWith("Re"))
			.topic((event) -> "re/" + event.getClass().getSimpleName() + "/x")
			.build());
		this.context.publishEvent(new Refunded("A2"));
		this.context.publishEvent(new Paid("A1", 5, "EUR"));
		this.context.publishEvent("Re");
		assertThat(this.recorded.topics()).containsExactly("re/Refunded/x");
	}

	@Test
	void firstMappingThatSelectsTheEventCounts() {
		start(VwsEventMapping.builder()
			.select(Paid.class)
			.when((paid) -> paid.total() > 100)
			.topic("large/{number}")
			.build(), VwsEventMapping.builder().select(Paid.class).topic("paid/{number}").build(),
				VwsEventMapping.builder().select(Paid.class).topic("never/{number}").build());
		this.context.publishEvent(new Paid("A1", 5, "EUR"));
		this.context.publishEvent(new Paid("A2", 500, "EUR"));
		assertThat(this.recorded.topics()).containsExactly("paid/A1", "large/A2");
	}

	/** A view for the outside, of an event that says its topic itself. */
	@Test
	void whatTheMappingDoesNotSayIsThatOfTheAnnotation() {
		start(VwsEventMapping.builder()
			.select(Tagged.class)
			.header("kind", "mine")
			.map((event) -> event.version())
			.build());
		this.context.publishEvent(new Tagged("7", 2, null));
		assertThat(this.recorded.topics()).containsExactly("tagged/7/v2");
		assertThat(this.recorded.json()).isEqualTo("2");
		assertThat(this.recorded.events().get(0).headers()).containsEntry("kind", "mine")
			.containsEntry("version", "v2");
	}

	@Test
	void genericTypesAreToldApart() {
		start(VwsEventMapping.builder().select(new ParameterizedTypeReference<Changed<String>>() {
		}).topic("texts/{value}").build(),
				VwsEventMapping.builder().select(new ParameterizedTypeReference<Changed<Integer>>() {
				}).topic("numbers/{value}").build());
		this.context.publishEvent(new Changed<>("a"));
		this.context.publishEvent(new Changed<>(1));
		this.context.publishEvent(new Changed<>(true));
		this.context.publishEvent(new TextChanged("b"));
		this.context.publishEvent(new PayloadApplicationEvent<>(this, new Changed<>("c")));
		assertThat(this.recorded.topics()).containsExactly("texts/a", "numbers/1", "texts/b", "texts/c");
		assertThat(this.recorded.json()).isEqualTo("{\"value\":\"c\"}");
	}

	@Test
	void genericTypeAsAWholeHasAllOfThem() {
		start(VwsEventMapping.builder().select(Changed.class).topic("changed/{value}").build());
		this.context.publishEvent(new Changed<>("a"));
		this.context.publishEvent(new TextChanged("b"));
		assertThat(this.recorded.topics()).containsExactly("changed/a", "changed/b");
	}

	@Test
	void templateIsMadeReadyForEachTypeOfEvents() {
		start(VwsEventMapping.builder().select(Numbered.class).topic("x/#{number}/#{class.simpleName}").build());
		this.context.publishEvent(new Paid("A1", 5, "EUR"));
		this.context.publishEvent(new Refunded("A2"));
		this.context.publishEvent(new Paid("A3", 5, "EUR"));
		assertThat(this.recorded.topics()).containsExactly("x/A1/Paid", "x/A2/Refunded", "x/A3/Paid");
	}

	/** Rather than the settings, or the annotation. */
	@Test
	void mappingSaysWhen() {
		start(VwsEventMapping.builder().select(Refunded.class).topic("refunded").phase(PublishPhase.IMMEDIATE).build(),
				VwsEventMapping.builder().select(Late.class).phase(PublishPhase.IMMEDIATE).build(),
				VwsEventMapping.builder().select(Paid.class).topic("paid").build());
		new TestTransactions().run((rollback) -> {
			this.context.publishEvent(new Paid("A1", 5, "EUR"));
			this.context.publishEvent(new Refunded("A2"));
			this.context.publishEvent(new Late());
			assertThat(this.recorded.topics()).containsExactly("refunded", "late");
			rollback.run();
		});
		assertThat(this.recorded.topics()).containsExactly("refunded", "late");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			part      | failure
			condition | MAPPING_FAILED
			topic     | MAPPING_FAILED
			header    | MAPPING_FAILED
			payload   | MAPPING_FAILED
			no topic  | TOPIC_REFUSED
			""")
	void failureIsCountedAndThePublisherGoesOn(String part, EventFailure failure) {
		start(failing(part));
		this.context.publishEvent(new Refunded("A2"));
		assertThat(this.failures).containsExactly(failure);
		assertThat(this.recorded.events()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "condition", "topic", "header", "payload", "no topic" })
	void failureReachesThePublisherWhoAsksForIt(String part) {
		start(EventFailurePolicy.THROW, failing(part));
		assertThatExceptionOfType(EventMappingException.class)
			.isThrownBy(() -> this.context.publishEvent(new Refunded("A2")))
			.satisfies((ex) -> assertThat(this.failures).containsExactly(ex.failure()));
	}

	@Test
	void refusalOfTheBusReachesThePublisherWhoAsksForIt() {
		start(EventFailurePolicy.THROW,
				VwsEventMapping.builder().select(Refunded.class).topic("x").map((event) -> new Endless()).build());
		assertThatExceptionOfType(EventRefusedException.class)
			.isThrownBy(() -> this.context.publishEvent(new Refunded("A2")));
		assertThat(this.failures).containsExactly(EventFailure.BUS_REFUSED);
	}

	private static VwsEventMapping failing(String part) {
		return VwsEventMapping.builder()
			.select(Refunded.class)
			.when((event) -> fail(part, "condition") == null)
			.topic((event) -> (fail(part, "topic") == null && part.equals("no topic")) ? "a/+" : "x")
			.header("x", (event) -> fail(part, "header"))
			.map((event) -> fail(part, "payload"))
			.build();
	}

	private static @Nullable String fail(String part, String expected) {
		if (part.equals(expected)) {
			throw new UnsupportedOperationException("what a user typed");
		}
		return null;
	}

	@VwsTopic(value = "tagged/{id}/#{'v' + version}", mapper = "view",
			headers = { "version=v{version}", "kind=a=b", "note={note}", "next=#{version + 1}" })
	record Tagged(String id, int version, @Nullable String note) {
	}

	@VwsTopic(value = "late", phase = PublishPhase.AFTER_COMMIT)
	record Late() {
	}

	interface Numbered {

		String number();

	}

	record Paid(String number, long total, String currency) implements Numbered {
	}

	record Refunded(String number) implements Numbered {
	}

	static class Changed<T> implements ResolvableTypeProvider {

		private final T value;

		Changed(T value) {
			this.value = value;
		}

		public T getValue() {
			return this.value;
		}

		@Override
		public ResolvableType getResolvableType() {
			return ResolvableType.forClassWithGenerics(Changed.class, this.value.getClass());
		}

	}

	static class TextChanged extends Changed<String> {

		TextChanged(String value) {
			super(value);
		}

		@Override
		public ResolvableType getResolvableType() {
			return ResolvableType.forClass(TextChanged.class);
		}

	}

	static class Endless {

		public Endless getSelf() {
			return this;
		}

	}

}
