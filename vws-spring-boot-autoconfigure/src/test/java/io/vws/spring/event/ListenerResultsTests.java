package io.vws.spring.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.bus.EventRefusedException;
import io.vws.bus.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of the results of listeners, and of their failures.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ListenerResultsTests {

	private final ListenerTester tester = new ListenerTester();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			topic      | json | published
			value/7    | 20   | out/7 {"doubled":40}
			several/7  | 20   | out/7 20, copies/north/7 20
			class/7    | 20   | class-out 20
			future/7   | 20   | out/7 21
			rest/a/b/c | 20   | copies/a/b/c 20
			""")
	void resultIsPublishedToTheTopics(String topic, String json, String published) {
		this.tester.runner.withPropertyValues("shop=north").withBean(Replying.class).run((context) -> {
			List<String> heard = ListenerTester.record(context, "#");
			ListenerTester.fromClient(context, topic, json);
			List<String> expected = new ArrayList<>(List.of(published.split(", ")));
			expected.add(topic + " " + json); // the result may overtake it on its way to
												// others
			await().untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrderElementsOf(expected));
			assertThat(this.tester.failures).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "null/7", "emptyFuture/7", "nothing/7" })
	void nothingIsPublishedIfThereIsNoResultOrNoTopic(String topic) {
		this.tester.runner.withPropertyValues("shop=north").withBean(Replying.class).run((context) -> {
			List<String> heard = ListenerTester.record(context, "#");
			ListenerTester.fromClient(context, topic, "1");
			Replying listener = context.getBean(Replying.class);
			await().until(() -> listener.calls.size() == 1);
			context.getBean("vwsListenerLifecycle", ListenerLifecycle.class).stop(); // so
																						// it
																						// has
																						// ended
			assertThat(heard).containsExactly(topic + " 1");
			assertThat(this.tester.failures).isEmpty();
		});
	}

	/** The next event waits for the stage of the one before. */
	@Test
	void stageKeepsTheOrder() {
		this.tester.runner.withBean(Staged.class).run((context) -> {
			Staged listener = context.getBean(Staged.class);
			List<String> heard = ListenerTester.record(context, "staged/out");
			ListenerTester.fromClient(context, "staged/in", "1");
			ListenerTester.fromClient(context, "staged/in", "2");
			await().until(() -> listener.stages.size() == 1);
			listener.stages.get(0).complete("first");
			await().until(() -> listener.stages.size() == 2);
			assertThat(heard).containsExactly("staged/out \"first\"");
			listener.stages.get(1).complete("second");
			await().untilAsserted(
					() -> assertThat(heard).containsExactly("staged/out \"first\"", "staged/out \"second\""));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			topic          | json       | type of the failure
			fail/runtime   | "PAYLOAD"  | java.lang.IllegalStateException
			fail/checked   | "PAYLOAD"  | java.io.IOException
			fail/error     | "PAYLOAD"  | java.lang.AssertionError
			fail/stage     | "PAYLOAD"  | java.lang.IllegalStateException
			number/x       | "PAYLOAD"  | org.springframework.messaging.converter.MessageConversionException
			id/PAYLOAD     | 1          | org.springframework.core.convert.ConversionFailedException
			""")
	void failureIsCountedAndLoggedByItsTypeAndTheNextEventComes(String topic, String json, String type,
			CapturedOutput output) {
		this.tester.runner.withBean(Failing.class).run((context) -> {
			ListenerTester.fromClient(context, topic, json);
			ListenerTester.fromClient(context, topic.split("/")[0] + "/1", "1");
			Failing listener = context.getBean(Failing.class);
			await().untilAsserted(() -> assertThat(listener.calls).containsExactly("1"));
			assertThat(this.tester.failures).containsExactly(EventFailure.LISTENER_FAILED);
			assertThat(output)
				.contains("The listener 'failing." + topic.split("/")[0] + "' failed to handle an event: " + type)
				.doesNotContain("PAYLOAD");
		});
	}

	@Test
	void errorHandlerIsTold(CapturedOutput output) {
		Handler handler = new Handler();
		this.tester.runner.withBean("handler", VwsListenerErrorHandler.class, () -> handler)
			.withBean(Handled.class)
			.run((context) -> {
				ListenerTester.fromClient(context, "handled/7", "{\"a\":1}");
				await().untilAsserted(() -> assertThat(handler.told)
					.containsExactly("listener handled/7 {\"a\":1} java.lang.IllegalStateException: no"));
				assertThat(this.tester.failures).containsExactly(EventFailure.LISTENER_FAILED);
				assertThat(output).doesNotContain("failed to handle an event");
			});
	}

	@Test
	void errorHandlerThatFailsIsCountedAndLoggedAndTheNextEventComes(CapturedOutput output) {
		VwsListenerErrorHandler handler = (listener, message, error) -> {
			throw new AssertionError("PAYLOAD");
		};
		this.tester.runner.withBean("handler", VwsListenerErrorHandler.class, () -> handler)
			.withBean(Handled.class)
			.run((context) -> {
				ListenerTester.fromClient(context, "handled/7", "1");
				ListenerTester.fromClient(context, "handled/8", "1");
				await().untilAsserted(
						() -> assertThat(this.tester.failures).hasSize(4).containsOnly(EventFailure.LISTENER_FAILED));
				assertThat(output)
					.contains("The error handler of the listener 'listener' failed: java.lang.AssertionError at ");
			});
	}

	@Test
	void resultThatTheBusRefusesIsAFailure() {
		Handler handler = new Handler();
		this.tester.runner.withBean("handler", VwsListenerErrorHandler.class, () -> handler)
			.withBean(Refused.class)
			.run((context) -> {
				ListenerTester.fromClient(context, "refused/7", "1");
				await().until(() -> handler.errors.size() == 1);
				assertThat(handler.errors.get(0)).isInstanceOf(EventRefusedException.class);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "validated", "valid" })
	void payloadIsValidated(String topic) {
		Handler handler = new Handler();
		this.tester.runner.withBean("handler", VwsListenerErrorHandler.class, () -> handler)
			.withBean(Validating.class)
			.run((context) -> {
				ListenerTester.fromClient(context, topic, "{\"quantity\":0}");
				ListenerTester.fromClient(context, topic, "{\"quantity\":1}");
				Validating listener = context.getBean(Validating.class);
				await().untilAsserted(() -> assertThat(listener.calls).containsExactly(1));
				assertThat(handler.errors).singleElement().isInstanceOf(MethodArgumentNotValidException.class);
			});
	}

	@Test
	void payloadIsNotValidatedUnlessItIsAnnotated() {
		this.tester.runner.withBean("handler", VwsListenerErrorHandler.class, Handler::new)
			.withBean(Validating.class)
			.run((context) -> {
				ListenerTester.fromClient(context, "any", "{\"quantity\":0}");
				Validating listener = context.getBean(Validating.class);
				await().untilAsserted(() -> assertThat(listener.calls).containsExactly(0));
			});
	}

	@Test
	void jsonNullIsNoPayload() {
		Handler handler = new Handler();
		this.tester.runner.withBean("handler", VwsListenerErrorHandler.class, () -> handler)
			.withBean(Validating.class)
			.run((context) -> {
				ListenerTester.fromClient(context, "any", "null");
				ListenerTester.fromClient(context, "any", "[]");
				await().until(() -> handler.errors.size() == 2);
				assertThat(handler.errors.get(0)).isInstanceOf(MethodArgumentNotValidException.class);
				assertThat(handler.errors.get(1)).isInstanceOf(MessageConversionException.class);
			});
	}

	@Test
	void eachCallIsToldWithItsTimeAlsoIfItFails() {
		this.tester.runner.withBean(Failing.class).run((context) -> {
			ListenerTester.fromClient(context, "fail/runtime", "\"why\"");
			ListenerTester.fromClient(context, "fail/not", "\"\"");
			await().untilAsserted(() -> assertThat(this.tester.calls).containsExactly("failing.fail", "failing.fail"));
		});
	}

	record Doubled(int doubled) {
	}

	record Order(@Positive int quantity) {
	}

	@SendTo("class-out")
	static class Replying {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@VwsListener("value/+id")
		@SendTo("out/{id}")
		Doubled value(int number) {
			return new Doubled(number * 2);
		}

		@VwsListener("several/+id")
		@SendTo({ "out/{id}", "copies/${shop}/{id}" })
		int several(int number) {
			return number;
		}

		@VwsListener("class/+id")
		int ofClass(int number) {
			return number;
		}

		@VwsListener("future/+id")
		@SendTo("out/{id}")
		CompletionStage<Integer> future(int number) {
			return CompletableFuture.supplyAsync(() -> number + 1);
		}

		@VwsListener("rest/#rest")
		@SendTo("copies/{rest}")
		int rest(int number) {
			return number;
		}

		@VwsListener("null/+id")
		@SendTo("out/{id}")
		@Nullable Integer nothingToSay(@DestinationVariable String id) {
			this.calls.add(id);
			return null;
		}

		@VwsListener("emptyFuture/+id")
		@SendTo("out/{id}")
		CompletableFuture<@Nullable Integer> emptyFuture(@DestinationVariable String id) {
			this.calls.add(id);
			return CompletableFuture.completedFuture(null);
		}

		@VwsListener("nothing/+id")
		void nothing(@DestinationVariable String id) {
			this.calls.add(id);
		}

	}

	static class Staged {

		private final List<CompletableFuture<String>> stages = new CopyOnWriteArrayList<>();

		@VwsListener("staged/in")
		@SendTo("staged/out")
		CompletableFuture<String> handle() {
			CompletableFuture<String> stage = new CompletableFuture<>();
			this.stages.add(stage);
			return stage;
		}

	}

	static class Failing {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@VwsListener(id = "failing.fail", patterns = "fail/+how")
		CompletionStage<?> fail(String text, @DestinationVariable String how) throws Exception {
			switch (how) {
				case "runtime" -> throw new IllegalStateException(text);
				case "checked" -> throw new IOException(text);
				case "error" -> throw new AssertionError(text);
				case "stage" -> {
					return CompletableFuture.failedFuture(new IllegalStateException(text));
				}
				default -> this.calls.add(how);
			}
			return CompletableFuture.completedFuture(1);
		}

		@VwsListener(id = "failing.number", patterns = "number/+")
		void number(int number) {
			this.calls.add(String.valueOf(number));
		}

		@VwsListener(id = "failing.id", patterns = "id/+id")
		void id(@DestinationVariable int id) {
			this.calls.add(String.valueOf(id));
		}

	}

	static class Handled {

		@VwsListener(id = "listener", patterns = "handled/+", errorHandler = "handler")
		void handle() {
			throw new IllegalStateException("no");
		}

	}

	static class Refused {

		@VwsListener(id = "listener", patterns = "refused/+", errorHandler = "handler")
		@SendTo("endless")
		Endless handle() {
			return new Endless();
		}

		@VwsListener("endless")
		void needsTheJson() {
		}

	}

	static class Validating {

		private final List<Integer> calls = new CopyOnWriteArrayList<>();

		@VwsListener(patterns = "validated", errorHandler = "handler")
		void validated(@Validated Order order) {
			this.calls.add(order.quantity());
		}

		@VwsListener(patterns = "valid", errorHandler = "handler")
		void valid(@Valid Order order) {
			this.calls.add(order.quantity());
		}

		@VwsListener(patterns = "any", errorHandler = "handler")
		void any(Order order) {
			this.calls.add(order.quantity());
		}

	}

	static class Handler implements VwsListenerErrorHandler {

		private final List<String> told = new CopyOnWriteArrayList<>();

		private final List<Throwable> errors = new CopyOnWriteArrayList<>();

		@Override
		public void handle(String listener, Message<?> message, Throwable error) {
			this.told.add(listener + " " + message.getHeaders().get(VwsListener.TOPIC_HEADER) + " "
					+ ((Payload) message.getPayload()).json() + " " + error);
			this.errors.add(error);
		}

	}

	static class Endless {

		public Endless getSelf() {
			return this;
		}

	}

}
