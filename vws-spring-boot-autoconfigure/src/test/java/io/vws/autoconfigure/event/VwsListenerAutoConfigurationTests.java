package io.vws.autoconfigure.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.spring.event.ListenObservation;
import io.vws.spring.event.ListenerArguments;
import io.vws.spring.event.ListenerLifecycle;
import io.vws.spring.event.ListenerRegistry;
import io.vws.spring.event.VwsListener;
import io.vws.spring.event.VwsListenerBeanPostProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class VwsListenerAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class, VwsListenerAutoConfiguration.class))
		.withBean(Listener.class);

	private static String threadOfAListener(AssertableApplicationContext context) {
		context.getBean(EventBus.class).publish("a", 1);
		List<String> threads = context.getBean(Listener.class).threads;
		await().until(() -> !threads.isEmpty());
		return threads.get(0);
	}

	@Test
	void listenersAreCalledOnTheThreadsOfAPool() {
		this.contextRunner.withPropertyValues("vws.listener.max-threads=3").run((context) -> {
			assertThat(context).hasSingleBean(ListenerRegistry.class).hasSingleBean(VwsListenerBeanPostProcessor.class);
			assertThat(threadOfAListener(context)).isEqualTo("vws-listener-1");
			assertThat(context.getBean(ListenerRegistry.EXECUTOR, ThreadPoolExecutor.class).getMaximumPoolSize())
				.isEqualTo(3);
		});
	}

	@Test
	void whenThereAreVirtualThreadsThenThoseCallListeners() {
		boolean available = Runtime.version().feature() >= 21;
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			assertThat(threadOfAListener(context)).startsWith("vws-listener-");
			assertThat(context.getBean(ListenerRegistry.EXECUTOR) instanceof ThreadPoolExecutor)
				.isNotEqualTo(available);
		});
	}

	/** Symptom: with a further executor, Boot's own is none any more. */
	@Test
	void executorOfTheApplicationIsStillThere() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasBean("applicationTaskExecutor");
			assertThat(context.getBeanProvider(Executor.class).getIfUnique())
				.isSameAs(context.getBean("applicationTaskExecutor"));
		});
	}

	@Test
	void noThreadIsStartedForNothing() {
		this.contextRunner.run((context) -> assertThat(
				context.getBean(ListenerRegistry.EXECUTOR, ThreadPoolExecutor.class).getPoolSize())
			.isZero());
	}

	@Test
	void executorOfTheUserWins() {
		this.contextRunner
			.withBean(ListenerRegistry.EXECUTOR, Executor.class, () -> (task) -> new Thread(task, "mine").start())
			.run((context) -> assertThat(threadOfAListener(context)).isEqualTo("mine"));
	}

	@Test
	void argumentsOfTheUserWin() {
		this.contextRunner
			.withBean("mine", ListenerArguments.class,
					() -> new ListenerArguments(JsonMapper.shared(), DefaultConversionService.getSharedInstance(), null,
							List.of()))
			.run((context) -> assertThat(context).hasSingleBean(ListenerArguments.class)
				.hasBean("mine")
				.hasSingleBean(ListenerRegistry.class));
	}

	@Test
	void registryOfTheUserWins() {
		this.contextRunner.withUserConfiguration(OwnRegistry.class).run((context) -> {
			assertThat(context).hasSingleBean(ListenerRegistry.class);
			assertThat(context.getBean("vwsListenerLifecycle"))
				.isSameAs(context.getBean("mine", ListenerRegistry.class).atBus());
			assertThat(context.getBean("vwsClientListenerLifecycle"))
				.isSameAs(context.getBean("mine", ListenerRegistry.class).atClients());
			assertThat(threadOfAListener(context)).isEqualTo("vws-listener-1");
		});
	}

	/** So that what its first and its last request publish is handled. */
	@Test
	void listenersHearBeforeTheWebServerStartsAndUntilItHasStopped() {
		List<String> heard = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean("hearing", Hearing.class, () -> new Hearing(heard))
			.withBean(NextToTheWebServer.class)
			.run((context) -> await().untilAsserted(() -> assertThat(heard).containsExactly("start")));
		assertThat(heard).containsExactly("start", "stop");
	}

	/** By which they may be called. */
	@Test
	void listenersStopBeforeExecutors() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean("vwsListenerLifecycle", ListenerLifecycle.class).getPhase())
				.isGreaterThan(ExecutorConfigurationSupport.DEFAULT_PHASE));
	}

	@Test
	void whenMessagingIsMissingThenBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(InvocableHandlerMethod.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(EventBus.class)
				.doesNotHaveBean(VwsListenerAutoConfiguration.class));
	}

	@Test
	void whenDisabledThenBacksOff() {
		this.contextRunner.withPropertyValues("vws.listener.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(EventBus.class)
				.doesNotHaveBean(VwsListenerAutoConfiguration.class)
				.doesNotHaveBean(ListenerRegistry.class)
				.doesNotHaveBean(ListenerLifecycle.class)
				.doesNotHaveBean(ListenerRegistry.EXECUTOR));
	}

	@Test
	void whenThereIsNoBusThenBacksOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VwsListenerAutoConfiguration.class))
			.withBean(Listener.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ListenerRegistry.class));
	}

	/** A bus of the user's own does not need Jackson's auto-configuration. */
	@Test
	void whenThereIsABusButNoJsonMapperThenStarts() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VwsListenerAutoConfiguration.class))
			.withBean(EventBus.class, () -> new InMemoryEventBus(JsonMapper.shared()))
			.withBean(Listener.class)
			.run((context) -> assertThat(threadOfAListener(context)).isEqualTo("vws-listener-1"));
	}

	/**
	 * Symptom: listeners of the child heard nothing, and those of the parent nothing more
	 * after its end.
	 */
	@Test
	void contextBelowAnotherHasListenersOfItsOwn() {
		this.contextRunner.run((parent) -> {
			List<String> above = parent.getBean(Listener.class).threads;
			this.contextRunner.withParent(parent).run((child) -> {
				List<String> below = child.getBean(Listener.class).threads;
				parent.getBean(EventBus.class).publish("a", 1);
				await().untilAsserted(() -> assertThat(above).hasSize(1));
				await().untilAsserted(() -> assertThat(below).hasSize(1));
			});
			parent.getBean(EventBus.class).publish("a", 2);
			await().untilAsserted(() -> assertThat(above).hasSize(2));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistry {

		@Bean
		ListenerRegistry mine(ConfigurableListableBeanFactory beans, EventBus bus, ListenerArguments arguments) {
			return new ListenerRegistry(beans, bus, arguments, (failure) -> {
			}, ListenObservation.none(), Duration.ofSeconds(1));
		}

	}

	record Hearing(List<String> heard) {

		@VwsListener("web-server/+")
		void handle(String what) {
			this.heard.add(what);
		}

	}

	/** Starts just before it, and stops just after it. */
	static class NextToTheWebServer implements SmartLifecycle {

		private final EventBus bus;

		private boolean running;

		NextToTheWebServer(EventBus bus) {
			this.bus = bus;
		}

		@Override
		public void start() {
			this.running = true;
			this.bus.publish("web-server/x", "start");
		}

		@Override
		public void stop() {
			this.running = false;
			this.bus.publish("web-server/x", "stop");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
		}

	}

	static class Listener {

		private final List<String> threads = new CopyOnWriteArrayList<>();

		@VwsListener("a")
		void handle() {
			this.threads.add(Thread.currentThread().getName());
		}

	}

}
