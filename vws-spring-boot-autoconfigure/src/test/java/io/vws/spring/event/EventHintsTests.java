package io.vws.spring.event;

import java.security.Principal;
import java.util.List;

import io.vws.bus.Event;
import kotlin.coroutines.Continuation;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told of listeners and events.
 */
class EventHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@Test
	void listenersAreCalledAndTheirPayloadsAndResultsConverted() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Listener.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Listener.class, "handle"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Listener.class, "wrapped"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Listener.class, "repeated"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Listener.class, "none")).rejects(this.hints);
		for (Class<?> type : List.of(Order.class, Item.class, Ack.class, Wrapped.class)) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).as(type.getName())
				.accepts(this.hints);
		}
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Order.class, "items")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Event.class)).rejects(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Principal.class)).rejects(this.hints);
	}

	@Test
	void whatKotlinAddsToASuspendingFunctionIsNoPayload() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, KotlinListener.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(KotlinListener.class, "suspending"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(KotlinOrder.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Continuation.class)).rejects(this.hints);
	}

	@Test
	void propertiesOfEventsAreReadAndWritten() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Placed.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Placed.class, "id")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Item.class, "name")).accepts(this.hints);
	}

	record Item(String name) {
	}

	record Order(List<Item> items) {
	}

	record Ack(long id) {
	}

	record Wrapped(int number) {
	}

	@VwsTopic("orders/{id}")
	record Placed(String id, List<Item> items) {
	}

	static class Listener {

		@VwsListener("a/+id")
		@SendTo("acks/{id}")
		Ack handle(Order order, @DestinationVariable long id, Principal user, Event event) {
			return new Ack(id);
		}

		@VwsListener("b")
		void wrapped(Message<Wrapped> message) {
		}

		@VwsListener("c")
		@VwsListener("d")
		void repeated() {
		}

		void none() {
		}

	}

}
