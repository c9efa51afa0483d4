package io.vws.spring.event;

import java.security.Principal;
import java.util.Optional;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.client.ReceivedEvent;
import io.vws.client.VwsClient;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Listeners that cannot work stop the application, which says which one and why.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidListenerTests {

	private final ListenerTester tester = new ListenerTester();

	private void assertInvalid(Class<?> listener, String method, String reason, String action) {
		this.tester.runner.withBean("remote", VwsClient.class, FakeClient::new)
			.withBean("listener", listener)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidListenerException.class, (failure) -> {
					assertThat(failure)
						.hasMessage("@VwsListener on method " + method + " of " + listener.getName() + " " + reason);
					assertThat(failure.action()).isEqualTo(action);
				}));
	}

	@Test
	void patternThatIsNotValid() {
		assertInvalid(BadPattern.class, "handle()",
				"has the pattern 'a/#/b', which is not valid: '#' must be the last level (at index 2)",
				"Correct the pattern.");
	}

	@Test
	void noPattern() {
		assertInvalid(NoPattern.class, "handle()", "has no pattern",
				"Give it the topics to listen to, such as \"orders/+id/status\".");
	}

	@Test
	void concurrencyOfNone() {
		assertInvalid(NoConcurrency.class, "handle()", "has concurrency 0", "Let it be at least 1.");
	}

	@Test
	void capacityOfNone() {
		assertInvalid(NoCapacity.class, "handle()", "has queueCapacity 0", "Let it be at least 1.");
	}

	@Test
	void idThatAnotherListenerHas() {
		assertInvalid(SameId.class, "handle()", "has the id 'x', which another listener has", "Give it another one.");
	}

	@Test
	void clientThatIsNotThere() {
		assertInvalid(NoClient.class, "handle()",
				"names the client 'other', but there is no such bean of type io.vws.client.VwsClient",
				"Declare such a bean, or name one of: remote.");
	}

	@Test
	void executorThatIsNotThere() {
		assertInvalid(NoExecutor.class, "handle()",
				"names the executor 'remote', but there is no such bean of type java.util.concurrent.Executor",
				"Declare such a bean, or name one of: vwsListenerExecutor.");
	}

	@Test
	void errorHandlerThatIsNotThere() {
		assertInvalid(NoErrorHandler.class, "handle()",
				"names the error handler 'x', but there is no such bean of type "
						+ "io.vws.spring.event.VwsListenerErrorHandler",
				"Declare such a bean.");
	}

	@Test
	void secondPayload() {
		assertInvalid(TwoPayloads.class, "handle(int, Principal, String)",
				"cannot be called: parameter 2 (java.lang.String name) cannot be resolved: "
						+ "parameter 0 is the payload already",
				"Annotate it with @DestinationVariable or @Header, or take it out of the payload.");
	}

	@Test
	void variableThatThePatternDoesNotHave() {
		assertInvalid(UnknownVariable.class, "handle(String)",
				"cannot be called: parameter 0 (java.lang.String name) is the variable 'name', "
						+ "which is not in every pattern ('a/+id', 'b/+id/+name')",
				"The patterns have: id.");
		assertInvalid(NoVariable.class, "handle(String)",
				"cannot be called: parameter 0 (java.lang.String name) is the variable 'name', "
						+ "which is not in every pattern ('a/+')",
				"Name a wildcard, such as +name.");
	}

	@Test
	void parameterOfAnEventElsewhere() {
		assertInvalid(ReceivedAtBus.class, "handle(ReceivedEvent)",
				"cannot be called: parameter 0 (io.vws.client.ReceivedEvent event) "
						+ "is what only the event of a client has",
				"Take an io.vws.bus.Event.");
		assertInvalid(EventAtClient.class, "handle(int, Event)",
				"cannot be called: parameter 1 (io.vws.bus.Event event) is nothing that the event of a client has",
				"Take an io.vws.client.ReceivedEvent.");
		assertInvalid(PeerAtClient.class, "handle(Peer)",
				"cannot be called: parameter 0 (io.vws.bus.Peer peer) is nothing that the event of a client has",
				"Take an io.vws.client.ReceivedEvent.");
		assertInvalid(PrincipalAtClient.class, "handle(int, Principal)",
				"cannot be called: parameter 1 (java.security.Principal user) is nothing that the event of a client has",
				"Take an io.vws.client.ReceivedEvent.");
		assertInvalid(OptionalPrincipalAtClient.class, "handle(Optional)",
				"cannot be called: parameter 0 (java.util.Optional user) is nothing that the event of a client has",
				"Take an io.vws.client.ReceivedEvent.");
	}

	@Test
	void specialMessage() {
		assertInvalid(SpecialMessage.class, "handle(GenericMessage)",
				"cannot be called: parameter 0 (org.springframework.messaging.support.GenericMessage message) "
						+ "is a special message",
				"Take an org.springframework.messaging.Message.");
	}

	@Test
	void payloadExpression() {
		assertInvalid(PayloadExpression.class, "handle(String)",
				"cannot be called: parameter 0 (java.lang.String name) has a @Payload with an expression, "
						+ "of which there is none here",
				"Take the whole payload.");
	}

	@Test
	void sendToThatIsNotValid() {
		assertInvalid(NothingToSend.class, "handle()", "has a @SendTo, but returns nothing",
				"Return what is to be published.");
		assertInvalid(NoTarget.class, "handle()", "has a @SendTo without a topic",
				"Give it a topic, such as \"orders/{id}\".");
		assertInvalid(UnknownTarget.class, "handle()",
				"has @SendTo(\"b/{name}\"), which names 'name', but the pattern has no such variable",
				"Its placeholders are the variables of the pattern ('a/+id').");
		assertInvalid(MalformedTarget.class, "handle()",
				"has @SendTo(\"b/+\"), which is not valid: '+' is not allowed in a topic (at index 2)",
				"Its placeholders are the variables of the pattern ('a/+id').");
	}

	@Test
	void beanThatIsNoSingleton() {
		this.tester.runner
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBean("many", Good.class,
					Good::new, (definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE)))
			.run((context) -> assertThatExceptionOfType(BeanCreationException.class)
				.isThrownBy(() -> context.getBean("many"))
				.havingCause()
				.isInstanceOf(InvalidListenerException.class)
				.withMessageEndingWith(
						"is in the bean 'many', which is not a singleton: each instance would listen for ever"));
	}

	@Test
	void methodThatTheProxyDoesNotHave() {
		this.tester.runner.withBean("proxied", Runnable.class, () -> {
			ProxyFactory factory = new ProxyFactory(new Hidden());
			factory.addAdvice((MethodInterceptor) (invocation) -> invocation.proceed());
			return (Runnable) factory.getProxy();
		})
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidListenerException.class)
				.hasMessageContaining("cannot be called on the proxy of the bean: "));
	}

	/** All of it: description, action, and no stack trace. */
	@ParameterizedTest
	@ValueSource(classes = { TwoPayloads.class, BadPattern.class, NoExecutor.class, PrincipalAtClient.class })
	void applicationSaysWhyItDoesNotStart(Class<?> listener, CapturedOutput output) {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> new SpringApplication(Application.class, listener).run("--server.port=0",
					"--spring.main.banner-mode=off"))
			.satisfies((failure) -> assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("Description:")
				.contains(failure.getMessage() + ".")
				.contains("Action:")
				.contains(failure.action()));
		assertThat(output.getAll().lines()).noneMatch((line) -> line.startsWith("\tat "));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

	static class Good {

		@VwsListener("a")
		void handle() {
		}

	}

	static class BadPattern {

		@VwsListener("a/#/b")
		void handle() {
		}

	}

	static class NoPattern {

		@VwsListener
		void handle() {
		}

	}

	static class NoConcurrency {

		@VwsListener(patterns = "a", concurrency = 0)
		void handle() {
		}

	}

	static class NoCapacity {

		@VwsListener(patterns = "a", queueCapacity = 0)
		void handle() {
		}

	}

	static class SameId {

		@VwsListener(id = "x", patterns = "a")
		@VwsListener(id = "x", patterns = "b")
		void handle() {
		}

	}

	static class NoClient {

		@VwsListener(patterns = "a", client = "other")
		void handle() {
		}

	}

	static class NoExecutor {

		@VwsListener(patterns = "a", executor = "remote")
		void handle() {
		}

	}

	static class NoErrorHandler {

		@VwsListener(patterns = "a", errorHandler = "x")
		void handle() {
		}

	}

	static class TwoPayloads {

		@VwsListener("a/+name")
		void handle(int price, Principal user, String name) {
		}

	}

	static class UnknownVariable {

		@VwsListener({ "a/+id", "b/+id/+name" })
		void handle(@DestinationVariable String name) {
		}

	}

	static class NoVariable {

		@VwsListener("a/+")
		void handle(@DestinationVariable String name) {
		}

	}

	static class ReceivedAtBus {

		@VwsListener("a/+")
		void handle(ReceivedEvent event) {
		}

	}

	static class EventAtClient {

		@VwsListener(patterns = "a/+", client = "remote")
		void handle(int number, Event event) {
		}

	}

	static class PeerAtClient {

		@VwsListener(patterns = "a/+", client = "remote")
		void handle(Peer peer) {
		}

	}

	static class PrincipalAtClient {

		@VwsListener(patterns = "a/+", client = "remote")
		void handle(int number, @Nullable Principal user) {
		}

	}

	static class OptionalPrincipalAtClient {

		@VwsListener(patterns = "a/+", client = "remote")
		void handle(Optional<Principal> user) {
		}

	}

	static class SpecialMessage {

		@VwsListener("a/+")
		void handle(GenericMessage<String> message) {
		}

	}

	static class PayloadExpression {

		@VwsListener("a/+")
		void handle(@Payload("name") String name) {
		}

	}

	static class NothingToSend {

		@VwsListener("a/+id")
		@SendTo("b/{id}")
		void handle() {
		}

	}

	static class NoTarget {

		@VwsListener("a/+id")
		@SendTo({})
		int handle() {
			return 1;
		}

	}

	static class UnknownTarget {

		@VwsListener("a/+id")
		@SendTo("b/{name}")
		int handle() {
			return 1;
		}

	}

	static class MalformedTarget {

		@VwsListener("a/+id")
		@SendTo("b/+")
		int handle() {
			return 1;
		}

	}

	static class Hidden implements Runnable {

		@Override
		public void run() {
		}

		@VwsListener("a")
		void handle() {
		}

	}

}
