package io.vws.autoconfigure.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.event.VwsEventAutoConfiguration;
import io.vws.autoconfigure.observation.VwsMetricsAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.server.CloseReason;
import io.vws.server.ServerListener;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnections;
import io.vws.server.VwsServer;
import io.vws.spring.event.ClientEventPublisher;
import io.vws.spring.server.VwsServerLifecycle;
import io.vws.spring.server.VwsWebSocketHandler;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

import static org.assertj.core.api.Assertions.assertThat;

class VwsServerAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(JacksonAutoConfiguration.class,
			VwsBusAutoConfiguration.class, VwsEventAutoConfiguration.class, VwsAuthorizationAutoConfiguration.class,
			VwsMetricsAutoConfiguration.class, VwsServerAutoConfiguration.class, VwsJavascriptAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void serverIsThere() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(VwsServer.class)
			.hasSingleBean(VwsServerLifecycle.class)
			.hasSingleBean(VwsWebSocketHandler.class)
			.hasBean("vwsHandlerMapping"));
	}

	@Test
	void endpointIsMappedBeforeTheControllersOfTheUser() {
		this.contextRunner.withPropertyValues("vws.server.path=/live/events").run((context) -> {
			WebSocketHandlerMapping mapping = context.getBean(WebSocketHandlerMapping.class);
			assertThat(mapping.getOrder()).isEqualTo(-2);
			assertThat(mapping.getUrlMap()).containsOnlyKeys("/live/events");
			assertThat(mapping.getUrlMap().get("/live/events")).isInstanceOfSatisfying(
					WebSocketHttpRequestHandler.class,
					(handler) -> assertThat(handler.getHandshakeInterceptors())
						.extracting((interceptor) -> interceptor.getClass().getSimpleName())
						.containsExactly("LoggingOriginHandshakeInterceptor", "CapacityHandshakeInterceptor"));
		});
	}

	@Test
	void serverStopsBeforeTheWebServerAndBeforeWhoPublishesWhatClientsSent() {
		this.contextRunner.run((context) -> {
			int server = context.getBean(VwsServerLifecycle.class).getPhase();
			assertThat(server).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
			assertThat(server).isGreaterThan(context.getBean(ClientEventPublisher.class).getPhase());
		});
	}

	@Test
	void serverIsStoppedWithTheContext() {
		VwsServer[] server = new VwsServer[1];
		this.contextRunner.run((context) -> {
			server[0] = context.getBean(VwsServer.class);
			assertThat(server[0].refusal()).isNull();
		});
		assertThat(server[0].refusal()).isEqualTo(CloseReason.RESTARTING);
	}

	/** Symptom: its threads stayed. */
	@Test
	void serverIsStoppedWhenTheApplicationFailsToStart() {
		AtomicReference<VwsServer> server = new AtomicReference<>();
		this.contextRunner.withBean("seen", ServerSeen.class, () -> new ServerSeen(server))
			.withBean("failing", SmartInitializingSingleton.class, () -> () -> {
				throw new IllegalStateException("not today");
			})
			.run((context) -> {
				assertThat(context).getFailure().hasMessageContaining("not today");
				assertThat(server.get()).extracting(VwsServer::isStopping).isEqualTo(true);
			});
	}

	/** Zero, for instance, would bring all clients back at once. */
	@Test
	void serverStopsInTheTimesOfTheProperties() {
		this.contextRunner.withPropertyValues("vws.server.shutdown-timeout=250ms", "vws.server.shutdown-spread=125ms")
			.run((context) -> assertThat(context.getBean(VwsServerLifecycle.class)).extracting("timeout", "spread")
				.containsExactly(Duration.ofMillis(250), Duration.ofMillis(125)));
	}

	@Test
	void listenersOfTheUserAndMetersAreToldByTheServer() {
		CountingListener listener = new CountingListener();
		this.contextRunner.withBean("mine", ServerListener.class, () -> listener)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				VwsServer server = context.getBean(VwsServer.class);
				server.stop(Duration.ZERO);
				assertThat(server.handshake(null, null)).isEqualTo(CloseReason.RESTARTING);
				assertThat(listener.rejected).isEqualTo(1);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("vws.connections.rejected").tag("reason", "stopping").counter().count())
					.isEqualTo(1);
			});
	}

	@Test
	void beansOfTheUserWin() {
		this.contextRunner
			.withBean("server", VwsServer.class,
					() -> VwsServer
						.builder(new InMemoryEventBus(JsonMapper.shared()), VwsAuthorizer.denyAll(),
								JsonMapper.shared())
						.build(),
					(definition) -> definition.setDestroyMethodName(""))
			.withBean("vwsHandlerMapping", WebSocketHandlerMapping.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(VwsServer.class).hasBean("server");
				assertThat(context.getBean("vwsHandlerMapping", WebSocketHandlerMapping.class).getUrlMap()).isEmpty();
			});
		this.contextRunner
			.withBean("lifecycle", VwsServerLifecycle.class, () -> new VwsServerLifecycle(VwsServer
				.builder(new InMemoryEventBus(JsonMapper.shared()), VwsAuthorizer.denyAll(), JsonMapper.shared())
				.build(), Duration.ofSeconds(1), Duration.ZERO))
			.run((context) -> assertThat(context).hasSingleBean(VwsServerLifecycle.class).hasBean("lifecycle"));
		VwsServer other = VwsServer
			.builder(new InMemoryEventBus(JsonMapper.shared()), VwsAuthorizer.denyAll(), JsonMapper.shared())
			.build();
		this.contextRunner.withBean("connections", VwsConnections.class, () -> new VwsConnections(other))
			.withBean("handler", VwsWebSocketHandler.class, () -> new VwsWebSocketHandler(other, Duration.ofSeconds(1)))
			.run((context) -> assertThat(context).hasSingleBean(VwsConnections.class)
				.hasBean("connections")
				.hasSingleBean(VwsWebSocketHandler.class)
				.hasBean("handler"));
		other.stop(Duration.ZERO);
	}

	@Test
	void handlerOfTheUserWinsAndServesTheEndpoint() {
		VwsServer server = VwsServer
			.builder(new InMemoryEventBus(JsonMapper.shared()), VwsAuthorizer.denyAll(), JsonMapper.shared())
			.build();
		VwsWebSocketHandler mine = new VwsWebSocketHandler(server, Duration.ofSeconds(1));
		this.contextRunner.withBean("mine", VwsWebSocketHandler.class, () -> mine).run((context) -> {
			assertThat(context).hasSingleBean(VwsWebSocketHandler.class).hasBean("mine");
			assertThat(context.getBean(WebSocketHandlerMapping.class).getUrlMap().get("/vws")).isInstanceOfSatisfying(
					WebSocketHttpRequestHandler.class,
					(handler) -> assertThat(WebSocketHandlerDecorator.unwrap(handler.getWebSocketHandler()))
						.isSameAs(mine));
		});
	}

	@Test
	void whenSpringWebSocketIsMissingThenBacksOff() {
		for (Class<?> missing : List.of(WebSocketHandler.class, DispatcherServlet.class)) {
			this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(EventBus.class)
					.doesNotHaveBean(VwsServerAutoConfiguration.class)
					.doesNotHaveBean(VwsJavascriptAutoConfiguration.class)
					.doesNotHaveBean(VwsServer.class));
		}
	}

	@Test
	void whenDisabledThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.server.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(EventBus.class)
				.doesNotHaveBean(VwsServerAutoConfiguration.class)
				.doesNotHaveBean(VwsJavascriptAutoConfiguration.class)
				.doesNotHaveBean(VwsServer.class)
				.doesNotHaveBean(VwsServerProperties.class));
	}

	@Test
	void withoutAServletWebServerStartsNothingOfTheServer() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(EventBus.class)
				.doesNotHaveBean(VwsServer.class)
				.doesNotHaveBean(VwsServerProperties.class)
				.doesNotHaveBean("vwsJavascriptHandlerMapping"));
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(EventBus.class)
				.doesNotHaveBean(VwsServer.class)
				.doesNotHaveBean("vwsJavascriptHandlerMapping"));
	}

	private record ServerSeen(AtomicReference<VwsServer> server) implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (bean instanceof VwsServer created) {
				this.server.set(created);
			}
			return bean;
		}

	}

	private static final class CountingListener implements ServerListener {

		private int rejected;

		@Override
		public void rejected(CloseReason reason) {
			this.rejected++;
		}

	}

}
