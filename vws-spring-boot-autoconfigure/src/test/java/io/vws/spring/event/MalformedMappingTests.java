package io.vws.spring.event;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Mappings that cannot work: what is known without an event stops the start, and what is
 * not does not harm who publishes one.
 */
@ExtendWith(OutputCaptureExtension.class)
class MalformedMappingTests {

	private final RecordingBus recorded = new RecordingBus();

	private final List<EventFailure> failures = new ArrayList<>();

	private final GenericApplicationContext context = new GenericApplicationContext();

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void malformedTemplateStopsTheStart() {
		assertThatIllegalStateException()
			.isThrownBy(() -> VwsEventMapping.builder().select(Numbered.class).topic("x/{number").build())
			.withMessage("VwsEventMapping of " + Numbered.class.getName()
					+ ": \"x/{number\" is not valid: a placeholder must be a whole level, such as {id}");
		assertThatIllegalStateException()
			.isThrownBy(() -> VwsEventMapping.builder().select(Numbered.class).header("x", "#{1 +}").build())
			.withMessageContaining("\"#{1 +}\" is not valid: ");
	}

	/** A sub type of a type that is not final may have the property. */
	@Test
	void propertyThatAFinalTypeDoesNotHaveStopsTheStart() {
		assertThatIllegalStateException()
			.isThrownBy(() -> VwsEventMapping.builder().select(Paid.class).topic("x/{name}").build())
			.withMessage("VwsEventMapping of " + Paid.class.getName()
					+ ": \"x/{name}\" names 'name', but the type has no such property");
		VwsEventMapping.builder().select(Numbered.class).topic("x/{total}").build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "vws-x" })
	void nameOfAHeaderIsChecked(String name) {
		assertThatIllegalStateException()
			.isThrownBy(() -> VwsEventMapping.builder().select(Paid.class).header(name, "1").build())
			.withMessage("VwsEventMapping of " + Paid.class.getName() + ": '" + name
					+ "' is not a name for a header of an application");
	}

	/** A sub type of a type that is not final may have the annotation. */
	@Test
	void finalTypeWithoutATopicAnywhereStopsTheStart() {
		assertThatIllegalStateException()
			.isThrownBy(() -> VwsEventMapping.builder().select(Paid.class).map((paid) -> 1).build())
			.withMessage("VwsEventMapping of " + Paid.class.getName()
					+ ": there is no topic, neither here nor by @VwsTopic");
		VwsEventMapping.builder().select(Numbered.class).map((numbered) -> 1).build();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true, textBlock = """
			mistake          | reason
			no equals        | @VwsTopic on %s: the header 'x' is not name=value
			two phases       | @VwsTopic on %s: there is more than one phase
			reserved         | @VwsTopic on %s: 'vws-x' is not a name for a header of an application
			no bean          | @VwsTopic on %s: the mapper 'nobody' cannot be used: No bean named 'nobody' available
			no function      | @VwsTopic on %s: the mapper 'text' cannot be used: Bean named 'text' is expected to be
			no topic         | VwsEventMapping of io.vws.spring.event.MalformedMappingTests$Numbered: there is no topic
			not accessible   | the mapping cannot be used: java.lang.reflect.InaccessibleObjectException
			""")
	void malformedMappingIsCountedAndLoggedAndThePublisherGoesOn(String mistake, String reason, CapturedOutput output) {
		start(EventFailurePolicy.LOG);
		Object event = mistaken(mistake);
		this.context.publishEvent(event);
		this.context.publishEvent(event);
		assertThat(this.recorded.events()).isEmpty();
		assertThat(this.failures).containsExactly(EventFailure.MAPPING_FAILED, EventFailure.MAPPING_FAILED);
		String type = event.getClass().getName();
		assertThat(output).contains(
				"An application event of type " + type + " did not reach the event bus: " + reason.formatted(type));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "no equals", "two phases", "reserved", "no bean", "no function", "no topic", "not accessible" })
	void malformedMappingReachesThePublisherWhoAsksForIt(String mistake) {
		start(EventFailurePolicy.THROW);
		Object event = mistaken(mistake);
		assertThatExceptionOfType(EventMappingException.class).isThrownBy(() -> this.context.publishEvent(event));
		assertThat(this.failures).containsExactly(EventFailure.MAPPING_FAILED);
	}

	private void start(EventFailurePolicy onFailure) {
		VwsEventMapping withoutTopic = VwsEventMapping.builder().select(Numbered.class).map((numbered) -> 1).build();
		VwsEventMapping notAccessible = VwsEventMapping.builder().select(List.class).topic("x/{size}").build();
		this.context.registerBean("text", String.class, () -> "no function");
		this.context.registerBean(ApplicationEventForwarder.class,
				() -> new ApplicationEventForwarder(this.recorded.bus, this.failures::add, JsonMapper.shared(),
						List.of(withoutTopic, notAccessible),
						new ForwardingSettings(PublishPhase.AFTER_COMMIT, onFailure)));
		this.context.refresh();
	}

	private static Object mistaken(String mistake) {
		return switch (mistake) {
			case "no equals" -> new NoEquals();
			case "two phases" -> new TwoPhases();
			case "reserved" -> new Reserved();
			case "no bean" -> new NoBean();
			case "no function" -> new NoFunction();
			case "not accessible" -> List.of(1);
			default -> new Paid("A1");
		};
	}

	@VwsTopic(value = "x", headers = "x")
	record NoEquals() {
	}

	@VwsTopic(value = "x", phase = { PublishPhase.IMMEDIATE, PublishPhase.AFTER_COMMIT })
	record TwoPhases() {
	}

	@VwsTopic(value = "x", headers = "vws-x=1")
	record Reserved() {
	}

	@VwsTopic(value = "x", mapper = "nobody")
	record NoBean() {
	}

	@VwsTopic(value = "x", mapper = "text")
	record NoFunction() {
	}

	interface Numbered {

		String number();

	}

	record Paid(String number) implements Numbered {
	}

}
