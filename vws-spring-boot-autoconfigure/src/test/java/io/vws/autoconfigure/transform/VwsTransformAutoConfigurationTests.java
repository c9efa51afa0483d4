package io.vws.autoconfigure.transform;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.event.VwsEventAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnection;
import io.vws.server.VwsServer;
import io.vws.spring.server.VwsServerCustomizer;
import io.vws.transform.EventTransform;
import io.vws.transform.EventTransforms;
import io.vws.transform.InboundTransform;
import io.vws.transform.OutboundTransform;
import io.vws.transform.Outcome;
import io.vws.transform.PeerTransform;
import io.vws.transform.TopicMapping;
import io.vws.wire.Frame;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.WebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;

class VwsTransformAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(JacksonAutoConfiguration.class,
			VwsBusAutoConfiguration.class, VwsEventAutoConfiguration.class, VwsAuthorizationAutoConfiguration.class,
			VwsServerAutoConfiguration.class, VwsTransformAutoConfiguration.class);

	private static final String PUBLISH = "{\"t\":\"a\",\"d\":\"\",\"i\":1}";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withBean(VwsAuthorizer.class, VwsAuthorizer::allowAll)
		.withPropertyValues("vws.server.shutdown-timeout=100ms");

	@Test
	void withoutTransformsNothingChanges() {
		this.contextRunner.run((context) -> assertThat(exchange(context, PUBLISH)).containsExactly("{\"k\":\"a\"}",
				"{\"t\":\"a\",\"d\":\"\"}", "{\"k\":\"a\",\"i\":1}"));
	}

	@Test
	void transformsApplyInTheOrderOfTheBeansAndOfEachDirectionByItself() {
		this.contextRunner.withUserConfiguration(Transforms.class)
			.run((context) -> assertThat(exchange(context, PUBLISH)).containsExactly("{\"k\":\"a\"}",
					"{\"t\":\"a\",\"d\":\"in1 in2 out1 out2 peer1 peer2 \"}", "{\"k\":\"a\",\"i\":1}"));
	}

	@Test
	void topicsAreMapped() {
		this.contextRunner.withBean(TopicMapping.class, () -> TopicMapping.below("tenants", Peer::name))
			.run((context) -> {
				List<String> heard = new CopyOnWriteArrayList<>();
				context.getBean(EventBus.class)
					.subscribe("#", (event, subscription) -> heard.add(event.topic().text()));
				assertThat(exchange(context, PUBLISH)).contains("{\"t\":\"a\",\"d\":\"\"}");
				assertThat(heard).containsExactly("tenants/c1/a");
			});
	}

	/** Which of them separates the clients from each other must not be left to chance. */
	@Test
	void twoMappingsStopTheApplication() {
		this.contextRunner.withBean("one", TopicMapping.class, () -> TopicMapping.below("one", Peer::name))
			.withBean("two", TopicMapping.class, () -> TopicMapping.below("two", Peer::name))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class)
				.hasMessageContaining("one,two"));
	}

	@Test
	void beanOfTheUserWins() {
		this.contextRunner.withUserConfiguration(Transforms.class)
			.withBean("vwsTransforms", VwsServerCustomizer.class,
					() -> (builder) -> builder.inbound(InboundTransform.of(EventTransforms.addTopicPrefix("x"))))
			.run((context) -> assertThat(exchange(context, PUBLISH)).contains("{\"t\":\"x/a\",\"d\":\"\"}"));
	}

	/** Says what the auto-configuration does not know of. */
	@Test
	void customizersOfTheUserAreCalledToo() {
		this.contextRunner
			.withBean("mine", VwsServerCustomizer.class,
					() -> (builder) -> builder.outbound(OutboundTransform.of(EventTransforms.drop())))
			.run((context) -> assertThat(exchange(context, PUBLISH)).containsExactly("{\"k\":\"a\"}",
					"{\"k\":\"a\",\"i\":1}"));
	}

	@Test
	void whenSpringWebSocketIsMissingThenBacksOff() {
		for (Class<?> missing : List.of(WebSocketHandler.class, DispatcherServlet.class)) {
			this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(VwsTransformAutoConfiguration.class)
					.doesNotHaveBean("vwsTransforms"));
		}
	}

	@Test
	void whenTheServerIsDisabledThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("vwsTransforms"));
	}

	@Test
	void withoutAServletWebServerThereIsNothing() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("vwsTransforms"));
	}

	/** Subscribe to everything, send a message, and return all that comes back. */
	private static List<String> exchange(AssertableWebApplicationContext context, String message) {
		assertThat(context).hasNotFailed();
		CollectingTransport transport = new CollectingTransport();
		VwsConnection connection = context.getBean(VwsServer.class).open(new Peer("c1", null, null), transport);
		connection.receiveText("{\"k\":\"s\",\"t\":\"#\"}", true);
		connection.receiveText(message, true);
		Awaitility.await().until(() -> transport.frames.contains("{\"k\":\"a\",\"i\":1}"));
		return transport.frames;
	}

	@Configuration(proxyBeanMethods = false)
	static class Transforms {

		@Bean
		@Order(2)
		OutboundTransform secondOut() {
			return OutboundTransform.of(appending("out2 "));
		}

		@Bean
		@Order(2)
		InboundTransform secondIn() {
			return InboundTransform.on("a/#", appending("in2 "));
		}

		@Bean
		@Order(2)
		PeerTransform secondByPeer() {
			return (event, peer) -> appending("peer2 ").apply(event);
		}

		@Bean
		@Order(1)
		InboundTransform firstIn() {
			return InboundTransform.of(appending("in1 "));
		}

		@Bean
		@Order(1)
		OutboundTransform firstOut() {
			return OutboundTransform.on("a", appending("out1 "));
		}

		@Bean
		@Order(1)
		PeerTransform firstByPeer() {
			return PeerTransform.on("a", (event, peer) -> appending("peer1 ").apply(event));
		}

		@Bean
		@Order(0)
		InboundTransform ofOtherTopics() {
			return InboundTransform.on("b/#", (event) -> Outcome.drop());
		}

		private static EventTransform appending(String text) {
			return EventTransforms.modifyPayload((tree) -> StringNode.valueOf(tree.asString() + text));
		}

	}

	/** Keeps what the server sends. */
	private static final class CollectingTransport implements Transport {

		private final List<String> frames = new CopyOnWriteArrayList<>();

		@Override
		public boolean write(Frame[] frames) {
			for (Frame frame : frames) {
				this.frames.add(frame.text());
			}
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
