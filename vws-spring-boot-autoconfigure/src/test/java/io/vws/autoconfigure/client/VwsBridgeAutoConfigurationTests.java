package io.vws.autoconfigure.client;

import java.util.List;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.InMemoryEventBus;
import io.vws.client.VwsClient;
import io.vws.spring.client.VwsBridges;
import io.vws.spring.client.VwsClientLifecycle;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class VwsBridgeAutoConfigurationTests {

	private static final String URL = "ws://localhost:1/vws";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsClientAutoConfiguration.class, VwsBridgeAutoConfiguration.class));

	@Test
	void withoutABridgeNothingIsOnTheBus() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(VwsBridges.class);
			assertThat(context.getBean(InMemoryEventBus.class).subscriptionCount()).isZero();
		});
	}

	@Test
	void bridgeStandsWhileTheContextRuns() {
		this.contextRunner
			.withPropertyValues("vws.client.url=" + URL, "vws.bridges.shop.inbound.patterns=a/#",
					"vws.bridges.shop.outbound.patterns=b/+,c", "vws.bridges.old.outbound.patterns=d",
					"vws.bridges.old.enabled=false")
			.run((context) -> {
				InMemoryEventBus bus = context.getBean(InMemoryEventBus.class);
				assertThat(bus.subscriptionCount()).isEqualTo(2);
				context.stop();
				assertThat(bus.subscriptionCount()).isZero();
				context.start();
				assertThat(bus.subscriptionCount()).isEqualTo(2);
			});
	}

	@Test
	void clientOfTheUserIsFoundByItsName() {
		this.contextRunner.withBean("mine", VwsClient.class, () -> VwsClient.builder(URL).build())
			.withPropertyValues("vws.bridges.shop.client=mine", "vws.bridges.shop.outbound.patterns=b")
			.run((context) -> assertThat(context.getBean(InMemoryEventBus.class).subscriptionCount()).isEqualTo(1));
	}

	@Test
	void sameTopicsBothWaysAreFineIfTheirPrefixesKeepThemApart() {
		this.contextRunner
			.withPropertyValues("vws.client.url=" + URL, "vws.bridges.shop.inbound.patterns=a/#",
					"vws.bridges.shop.inbound.prefix=there", "vws.bridges.shop.outbound.patterns=a/#",
					"vws.bridges.shop.outbound.prefix=here")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void eventsOfOneServerMayGoToAnother() {
		this.contextRunner
			.withPropertyValues("vws.clients.one.url=" + URL, "vws.clients.two.url=" + URL,
					"vws.bridges.one.client=one", "vws.bridges.one.inbound.patterns=a/#", "vws.bridges.two.client=two",
					"vws.bridges.two.outbound.patterns=a/#")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void withoutABusBacksOff() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(VwsClientAutoConfiguration.class, VwsBridgeAutoConfiguration.class))
			.withPropertyValues("vws.client.url=" + URL)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(VwsClient.class)
				.doesNotHaveBean(VwsBridges.class));
	}

	@Test
	void bridgesOfTheUserWin() {
		this.contextRunner.withBean("mine", VwsBridges.class, () -> new VwsBridges(List.of()))
			.run((context) -> assertThat(context).hasSingleBean(VwsBridges.class).hasBean("mine"));
	}

	@Test
	void bridgesStopBeforeTheirClients() {
		assertThat(VwsBridges.PHASE).isGreaterThan(VwsClientLifecycle.PHASE);
	}

}
