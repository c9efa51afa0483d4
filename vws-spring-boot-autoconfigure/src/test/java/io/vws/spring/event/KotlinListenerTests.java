package io.vws.spring.event;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.Payload;
import io.vws.topic.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Listeners that are written in Kotlin.
 */
@Timeout(60)
class KotlinListenerTests {

	private final ListenerTester tester = new ListenerTester();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	/** Each row calls the one function whose pattern begins so. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			topic          | json                           | arguments
			text/x         | "a"                            | a
			data/x         | {"pizza":"Funghi","size":3,"note":"hot"} | KotlinOrder(pizza=Funghi, size=3, note=hot)
			data/x         | {"pizza":"Funghi"}             | KotlinOrder(pizza=Funghi, size=2, note=null)
			list/x         | [{"pizza":"Funghi"}]           | KotlinOrder(pizza=Funghi, size=2, note=null)
			nullable/x     | {"pizza":"Funghi"}             | KotlinOrder(pizza=Funghi, size=2, note=null)
			nullable/x     | null                           | null
			absent/8       | 1                              | 8 null ada
			absent/of/nobody | 1                            | null null ada
			default/8      | "Funghi"                       | Funghi 8 none
			default/8      | null                           | Margherita 8 none
			default/of/nobody | "Funghi"                    | Funghi 7 none
			suspendUnit/x  | "a"                            | a
			private/x      | "a"                            | a
			private/x      | null                           | default
			""")
	void isCalled(String topic, String json, String arguments) {
		withListener((context, listener) -> {
			List<String> heard = ListenerTester.record(context, "#");
			fromClient(context, topic, json);
			await().untilAsserted(() -> assertThat(listener.getCalls()).containsExactly(arguments));
			assertThat(heard).containsExactly(topic + " " + json);
			assertThat(this.tester.failures).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			topic     | published
			reply/3   | {"pizza":"Funghi","size":3,"note":null}
			suspend/3 | "Funghi 3 none"
			""")
	void resultIsPublished(String topic, String published) {
		withListener((context, listener) -> {
			List<String> replies = ListenerTester.record(context, "replies/#");
			fromClient(context, topic, "{\"pizza\":\"Funghi\"}");
			await().untilAsserted(() -> assertThat(replies).containsExactly("replies/3 " + published));
		});
	}

	/** The result of the second would come after the one that is missing. */
	@Test
	void nullIsNotPublished() {
		withListener((context, listener) -> {
			List<String> replies = ListenerTester.record(context, "replies/#");
			fromClient(context, "reply/0", "{\"pizza\":\"Funghi\"}");
			fromClient(context, "reply/1", "{\"pizza\":\"Funghi\"}");
			await().untilAsserted(() -> assertThat(replies).singleElement().asString().startsWith("replies/1 "));
		});
	}

	@Test
	void unitIsNotPublished() {
		this.tester.runner.withBean(KotlinUnit.class).run((context) -> {
			List<String> heard = ListenerTester.record(context, "units");
			fromClient(context, "unit/x", "\"a\"");
			fromClient(context, "unit/x", "\"b\"");
			KotlinUnit listener = context.getBean(KotlinUnit.class);
			await().untilAsserted(() -> assertThat(listener.getCalls()).containsExactly("a", "b"));
			context.getBean("vwsListenerLifecycle", ListenerLifecycle.class).stop();
			assertThat(heard).isEmpty();
			assertThat(this.tester.failures).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			suspendFailure/x | broken
			failure/x        | broken none
			""")
	void failureIsThatOfTheFunction(String topic, String message) {
		withListener((context, listener) -> {
			fromClient(context, topic, "\"broken\"");
			await().untilAsserted(() -> assertThat(this.errors).singleElement()
				.isInstanceOf(IllegalStateException.class)
				.extracting(Throwable::getMessage)
				.isEqualTo(message));
		});
	}

	/** JSON null for what may not be null, and a property that is missing. */
	@Test
	void whatMayNotBeNullIsThere() {
		withListener((context, listener) -> {
			fromClient(context, "failure/x", "null");
			await().untilAsserted(
					() -> assertThat(this.errors).singleElement().isInstanceOf(MethodArgumentNotValidException.class));
			fromClient(context, "incomplete/x", "{\"size\":3}");
			await().untilAsserted(() -> assertThat(this.errors).last().isInstanceOf(MessageConversionException.class));
			assertThat(listener.getCalls()).isEmpty();
		});
	}

	@Test
	void suspendingFunctionWithoutCoroutinesStopsTheStart() {
		this.tester.runner.withBean("handler", VwsListenerErrorHandler.class, () -> (id, message, error) -> {
		})
			.withClassLoader(new FilteredClassLoader("kotlinx.coroutines.reactor"))
			.withBean(KotlinListener.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidListenerException.class, (failure) -> {
					assertThat(failure).hasMessageContaining("is a suspending function, but coroutines are missing");
					assertThat(failure.action()).isEqualTo(
							"Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor and org.jetbrains.kotlin:kotlin-reflect.");
				}));
	}

	@Test
	void suspendingFunctionThatReturnsNothingHasNoReply() {
		this.tester.runner.withBean(KotlinReplyOfNothing.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidListenerException.class)
				.hasMessageEndingWith("has a @SendTo, but returns nothing"));
	}

	/** Symptom: the JSON of the object that only stands for results was published. */
	@Test
	void resultThatIsNotWaitedForStopsTheStart() {
		for (Class<?> listener : List.of(KotlinFlow.class, KotlinDeferred.class)) {
			this.tester.runner.withBean(listener)
				.run((context) -> assertThat(context).getFailure()
					.isInstanceOfSatisfying(InvalidListenerException.class, (failure) -> {
						assertThat(failure).hasMessageMatching(
								".* returns a kotlinx\\.coroutines\\..*(Flow|Deferred), which is not waited for");
						assertThat(failure.action()).isEqualTo("Return the result itself or a CompletionStage, "
								+ "or publish several results to the EventBus.");
					}));
		}
	}

	/** Symptom: each event failed, since nothing can stand for a missing number. */
	@Test
	void numberThatMayBeMissingStopsTheStart() {
		this.tester.runner.withBean(KotlinNumberByDefault.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidListenerException.class)
				.hasMessageEndingWith("parameter 0 (int id) is the variable 'id', "
						+ "which is not in every pattern ('a/+id', 'b')"));
	}

	/** As the server does, with the application's mapper, which knows Kotlin. */
	private static void fromClient(ApplicationContext context, String topic, String json) {
		context.getBean(EventBus.class)
			.publish(new Event(Topic.parse(topic), Payload.ofJson(json, context.getBean(JsonMapper.class)), Map.of(),
					ListenerTester.peer));
	}

	private void withListener(Work work) {
		VwsListenerErrorHandler handler = (id, message, error) -> this.errors.add(error);
		this.tester.runner.withBean("handler", VwsListenerErrorHandler.class, () -> handler)
			.withBean(KotlinListener.class)
			.run((context) -> work.run(context.getSourceApplicationContext(), context.getBean(KotlinListener.class)));
	}

	private interface Work {

		void run(ApplicationContext context, KotlinListener listener);

	}

}
