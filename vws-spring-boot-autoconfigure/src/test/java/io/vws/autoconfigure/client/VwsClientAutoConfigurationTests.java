package io.vws.autoconfigure.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.client.ClientState;
import io.vws.client.VwsClient;
import io.vws.spring.client.ClientThreads;
import io.vws.spring.client.LocalVwsClient;
import io.vws.spring.client.VwsClientEvent;
import io.vws.spring.client.VwsClientLifecycle;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class VwsClientAutoConfigurationTests {

	/** Nobody listens there, and nobody needs to: the attempts go on meanwhile. */
	private static final String URL = "ws://localhost:1/vws";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, SslAutoConfiguration.class,
				VwsBusAutoConfiguration.class, VwsClientAutoConfiguration.class));

	@Test
	void withoutAUrlTheClientIsThatOfTheBusAndIsConnected() {
		this.contextRunner.run((context) -> {
			VwsClient client = context.getBean(VwsClient.class);
			assertThat(client).isInstanceOf(LocalVwsClient.class).isSameAs(context.getBean("vwsClient"));
			assertThat(client.status().state()).isEqualTo(ClientState.OPEN);
			BlockingQueue<String> received = new LinkedBlockingQueue<>();
			client.subscribe("a", (event) -> received.add(event.json()));
			context.getBean(EventBus.class).publish("a", 1);
			assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("1");
		});
	}

	@Test
	void emptyUrlIsNone() {
		this.contextRunner.withPropertyValues("vws.client.url=${NOT_SET:}")
			.run((context) -> assertThat(context.getBean(VwsClient.class)).isInstanceOf(LocalVwsClient.class));
	}

	@Test
	void localClientTakesTheProperties() {
		this.contextRunner
			.withPropertyValues("vws.client.request-timeout=1s", "vws.client.queue.max-messages=1",
					"vws.client.auto-start=false")
			.run((context) -> {
				VwsClient client = context.getBean(VwsClient.class);
				assertThat(client.status().state()).isEqualTo(ClientState.IDLE);
				assertThat(client.publish("a", 1)).failsWithin(30, TimeUnit.SECONDS);
				assertThat(client.send("a", 1)).isTrue();
				assertThat(client.send("a", 1)).isFalse();
			});
	}

	@Test
	void withAUrlTheClientIsRemoteAndTheStartDoesNotWaitForTheServer() {
		this.contextRunner.withPropertyValues("vws.client.url=" + URL).run((context) -> {
			assertThat(context).hasSingleBean(VwsClient.class).hasSingleBean(VwsConnectionDetails.class);
			VwsClient client = context.getBean(VwsClient.class);
			assertThat(client).isNotInstanceOf(LocalVwsClient.class);
			assertThat(client.status().state()).isIn(ClientState.CONNECTING, ClientState.WAITING);
		});
	}

	@Test
	void clientNeedsNoBusForAServer() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VwsClientAutoConfiguration.class))
			.withPropertyValues("vws.client.url=" + URL)
			.run((context) -> assertThat(context).hasSingleBean(VwsClient.class));
	}

	@Test
	void withoutAUrlAndABusThereIsNoClient() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VwsClientAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VwsClient.class));
	}

	@Test
	void whenItIsNotEnabledThenThereIsNoClient() {
		this.contextRunner
			.withPropertyValues("vws.client.enabled=false", "vws.client.url=" + URL, "vws.clients.shop.url=" + URL)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("vwsClient")
				.doesNotHaveBean("vwsClientLifecycle")
				.hasBean("shopVwsClient"));
	}

	@Test
	void clientOfTheUserWinsAndIsNotStarted() {
		this.contextRunner.withPropertyValues("vws.client.url=" + URL)
			.withBean("mine", VwsClient.class, () -> VwsClient.builder(URL).build())
			.run((context) -> {
				assertThat(context).hasSingleBean(VwsClient.class)
					.hasBean("mine")
					.doesNotHaveBean(VwsClientLifecycle.class);
				assertThat(context.getBean(VwsClient.class).status().state()).isEqualTo(ClientState.IDLE);
			});
	}

	@Test
	void connectionDetailsReplaceTheUrl() {
		List<String> customized = new ArrayList<>();
		this.contextRunner.withPropertyValues("vws.client.url=nonsense")
			.withBean(VwsConnectionDetails.class, () -> () -> URL)
			.withBean(VwsClientCustomizer.class, () -> (name, builder) -> customized.add("'" + name + "'"))
			.run((context) -> {
				assertThat(context).hasSingleBean(VwsConnectionDetails.class).hasSingleBean(VwsClient.class);
				assertThat(customized).containsExactly("''");
			});
	}

	@Test
	void namedClientsAreFoundByTheirQualifierOnly() {
		List<String> customized = new ArrayList<>();
		this.contextRunner
			.withPropertyValues("vws.clients.shop.url=" + URL, "vws.clients.order-desk.url=" + URL,
					"vws.clients.old.url=" + URL, "vws.clients.old.enabled=false")
			.withBean(VwsClientCustomizer.class, () -> (name, builder) -> customized.add(name))
			.withUserConfiguration(Injected.class)
			.run((context) -> {
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.client).isSameAs(context.getBean("vwsClient")).isInstanceOf(LocalVwsClient.class);
				assertThat(injected.shop).isSameAs(context.getBean("shopVwsClient"));
				assertThat(injected.desk).isSameAs(context.getBean("order-deskVwsClient"));
				assertThat(context).doesNotHaveBean("oldVwsClient");
				assertThat(injected.all).containsExactly(injected.client);
				assertThat(customized).containsExactlyInAnyOrder("shop", "order-desk");
				assertThat(injected.shop.status().state()).isIn(ClientState.CONNECTING, ClientState.WAITING);
			});
	}

	@Test
	void namedClientOfTheUserWins() {
		this.contextRunner.withPropertyValues("vws.clients.shop.url=" + URL)
			.withUserConfiguration(OwnShop.class)
			.run((context) -> assertThat(context.getBean("shopVwsClient").toString()).isEqualTo("mine"));
	}

	@Test
	void clientsAreClosedWithTheContext() {
		List<VwsClient> clients = new ArrayList<>();
		this.contextRunner.withPropertyValues("vws.clients.shop.url=" + URL).run((context) -> {
			clients.add(context.getBean(VwsClient.class));
			clients.add(context.getBean("shopVwsClient", VwsClient.class));
		});
		assertThat(clients).hasSize(2)
			.allSatisfy((client) -> assertThat(client.status().state()).isEqualTo(ClientState.CLOSED));
	}

	@Test
	void clientsStopAndStartAgainWithTheContext() {
		this.contextRunner.run((context) -> {
			VwsClient client = context.getBean(VwsClient.class);
			context.stop();
			assertThat(client.status().state()).isEqualTo(ClientState.CLOSED);
			context.start();
			assertThat(client.status().state()).isEqualTo(ClientState.OPEN);
		});
	}

	@Test
	void clientIsThereAlthoughBeansAreLazy() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBean(VwsClient.class).status().state())
				.isEqualTo(ClientState.OPEN));
	}

	@Test
	void eventsOfInitialSubscriptionsAreApplicationEvents() {
		BlockingQueue<VwsClientEvent> received = new LinkedBlockingQueue<>();
		ApplicationListener<PayloadApplicationEvent<VwsClientEvent>> listener = (event) -> received
			.add(event.getPayload());
		this.contextRunner.withPropertyValues("vws.client.initial-subscriptions=menu/+dish,price")
			.withInitializer((context) -> context
				.addApplicationListener(ApplicationListener.forPayload((VwsClientEvent event) -> received.add(event))))
			.run((context) -> {
				for (int i = 0; i < 100; i++) {
					context.getBean(EventBus.class).publish("menu/pizza", i);
				}
				for (int i = 0; i < 100; i++) {
					VwsClientEvent event = received.poll(30, TimeUnit.SECONDS);
					assertThat(event).isNotNull();
					assertThat(event.client()).isEmpty();
					assertThat(event.event().variable("dish")).isEqualTo("pizza");
					assertThat(event.event().payload(Integer.class)).isEqualTo(i);
				}
			});
	}

	/** Boot has no task executor of its own beside any other bean of that type. */
	@Test
	void executorOfBootStays() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context).hasBean("applicationTaskExecutor"));
	}

	@Test
	void handlersRunOnPlatformThreadsByDefault() {
		this.contextRunner
			.run((context) -> assertThat(threadName(context.getBean(ClientThreads.class))).startsWith("vws-client-"));
	}

	@Test
	void handlersRunOnVirtualThreadsIfTheApplicationWantsThemAndTheJdkHasThem() {
		boolean available = Runtime.version().feature() >= 21;
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			String name = threadName(context.getBean(ClientThreads.class));
			assertThat(name).startsWith("vws-client-");
			assertThat(name.contains("Virtual")).isEqualTo(available);
		});
	}

	@Test
	void threadsOfTheUserWin() {
		this.contextRunner.withBean("mine", ClientThreads.class, ClientThreads::platform)
			.run((context) -> assertThat(context).hasSingleBean(ClientThreads.class)
				.hasBean("mine")
				.hasSingleBean(VwsClient.class));
	}

	private static String threadName(ClientThreads threads) throws InterruptedException {
		BlockingQueue<String> name = new LinkedBlockingQueue<>();
		threads.executor().execute(() -> name.add(Thread.currentThread().getName() + Thread.currentThread()));
		return String.valueOf(name.poll(30, TimeUnit.SECONDS));
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		final VwsClient client;

		final VwsClient shop;

		final VwsClient desk;

		final List<VwsClient> all;

		@Autowired
		Injected(VwsClient client, @Qualifier("shop") VwsClient shop, @Qualifier("order-desk") VwsClient desk,
				List<VwsClient> all) {
			this.client = client;
			this.shop = shop;
			this.desk = desk;
			this.all = all;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnShop {

		@Bean(defaultCandidate = false)
		@Qualifier("shop")
		String shopVwsClient() {
			return "mine";
		}

	}

}
