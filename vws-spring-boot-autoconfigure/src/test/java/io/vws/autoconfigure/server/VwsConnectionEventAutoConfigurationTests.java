package io.vws.autoconfigure.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.server.ServerListener;
import io.vws.spring.event.ConnectionEventPublisher;
import io.vws.spring.event.VwsConnectionEvent;
import io.vws.spring.server.VwsServerLifecycle;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.web.socket.WebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class VwsConnectionEventAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsAuthorizationAutoConfiguration.class, VwsServerAutoConfiguration.class,
				VwsConnectionEventAutoConfiguration.class));

	@Test
	void publishesToListenersOfTheApplication() {
		this.contextRunner.withBean(Listener.class).run((context) -> {
			Peer peer = new Peer("c1", null, null);
			ServerListener publisher = context.getBean(ConnectionEventPublisher.class);
			publisher.opened(peer);
			publisher.closed(peer, CloseReason.NORMAL, Duration.ofSeconds(3));
			List<VwsConnectionEvent> events = context.getBean(Listener.class).events;
			await().until(() -> events.size() == 2);
			assertThat(events).containsExactly(new VwsConnectionEvent.Opened(peer),
					new VwsConnectionEvent.Closed(peer, CloseReason.NORMAL, Duration.ofSeconds(3)));
		});
	}

	@Test
	void stopsAfterTheServer() {
		this.contextRunner.run((context) -> assertThat(context.getBean(ConnectionEventPublisher.class).getPhase())
			.isLessThan(VwsServerLifecycle.PHASE));
	}

	@Test
	void publisherOfTheUserWins() {
		this.contextRunner
			.withBean("mine", ConnectionEventPublisher.class, () -> new ConnectionEventPublisher((event) -> {
			}, (failure) -> {
			}, () -> true, 10))
			.run((context) -> assertThat(context).hasSingleBean(ConnectionEventPublisher.class).hasBean("mine"));
	}

	@Test
	void whenSwitchedOffThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.events.connections.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ConnectionEventPublisher.class));
	}

	@Test
	void whenThereIsNoServerThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ConnectionEventPublisher.class));
	}

	@Test
	void whenSpringWebSocketIsMissingThenBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(WebSocketHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionEventPublisher.class));
	}

	@Test
	void queueHasRoomForAnyNumberOfConnections() {
		this.contextRunner.withPropertyValues("vws.server.max-connections=" + Integer.MAX_VALUE)
			.run((context) -> assertThat(context).hasSingleBean(ConnectionEventPublisher.class));
	}

	@Test
	void queueNeedsRoom() {
		this.contextRunner.withPropertyValues("vws.events.connections.queue-capacity=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("vws.events.connections.queue-capacity")
				.hasMessageContaining("Must be at least 1."));
	}

	static class Listener {

		final List<VwsConnectionEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void happened(VwsConnectionEvent event) {
			this.events.add(event);
		}

	}

}
