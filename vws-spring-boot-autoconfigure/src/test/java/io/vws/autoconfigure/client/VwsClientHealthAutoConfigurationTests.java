package io.vws.autoconfigure.client;

import java.util.Objects;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.client.VwsClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class VwsClientHealthAutoConfigurationTests {

	private static final String URL = "ws://localhost:1/vws";

	private static final String NAME = "vwsClientHealthContributor";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
				VwsClientAutoConfiguration.class, VwsClientHealthAutoConfiguration.class));

	@Test
	void localClientIsUpWhileItIsConnected() {
		this.contextRunner.run((context) -> {
			HealthIndicator indicator = context.getBean(NAME, HealthIndicator.class);
			Health health = indicator.health();
			assertThat(health).isNotNull();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("state", "OPEN").containsEntry("attempts", 0);
			assertThat(health.getDetails()).containsKey("since");
			context.getBean(VwsClient.class).close();
			assertThat(status(indicator)).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void clientThatNobodyConnectedIsUnknown() {
		this.contextRunner.withPropertyValues("vws.client.auto-start=false")
			.run((context) -> assertThat(status(context.getBean(NAME, HealthIndicator.class)))
				.isEqualTo(Status.UNKNOWN));
	}

	@Test
	void clientWithoutItsServerIsDown() {
		this.contextRunner.withPropertyValues("vws.client.url=" + URL).run((context) -> {
			Health health = context.getBean(NAME, HealthIndicator.class).health();
			assertThat(health).isNotNull();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat((Integer) health.getDetails().get("attempts")).isPositive();
		});
	}

	@Test
	void eachOfSeveralClientsHasItsOwn() {
		this.contextRunner.withPropertyValues("vws.clients.shop.url=" + URL).run((context) -> {
			CompositeHealthContributor all = context.getBean(NAME, CompositeHealthContributor.class);
			assertThat(status(all.getContributor("vwsClient"))).isEqualTo(Status.UP);
			assertThat(status(all.getContributor("shopVwsClient"))).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void clientsWithANameAreEnough() {
		this.contextRunner.withPropertyValues("vws.client.enabled=false", "vws.clients.shop.url=" + URL)
			.run((context) -> assertThat(status(context.getBean(NAME, HealthContributor.class)))
				.isEqualTo(Status.DOWN));
	}

	@Test
	void clientOfTheUserIsEnough() {
		this.contextRunner.withBean("mine", VwsClient.class, () -> VwsClient.builder(URL).build())
			.run((context) -> assertThat(status(context.getBean(NAME, HealthContributor.class)))
				.isEqualTo(Status.UNKNOWN));
	}

	@Test
	void withoutAClientThereIsNoHealth() {
		this.contextRunner.withPropertyValues("vws.client.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void contributorOfTheUserWins() {
		HealthIndicator mine = () -> Health.up().build();
		this.contextRunner.withBean(NAME, HealthContributor.class, () -> mine)
			.run((context) -> assertThat(context.getBean(HealthContributor.class)).isSameAs(mine));
	}

	@ParameterizedTest
	@ValueSource(classes = { HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
	void whenHealthIsMissingThenBacksOff(Class<?> missing) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(NAME).hasSingleBean(VwsClient.class));
	}

	@Test
	void whenItIsNotEnabledThenBacksOff() {
		this.contextRunner.withPropertyValues("management.health.vws.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthContributor.class));
	}

	private static Status status(@Nullable HealthContributor contributor) {
		assertThat(contributor).isInstanceOf(HealthIndicator.class);
		Health health = ((HealthIndicator) Objects.requireNonNull(contributor)).health();
		assertThat(health).isNotNull();
		return health.getStatus();
	}

}
