package io.vws.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class ShopPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Config.class);

	@Test
	void zeroOrdersPerSecondIsAllowed() {
		this.contextRunner.withPropertyValues("shop.orders-per-second=0").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ShopProperties.class).ordersPerSecond()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.orders-per-second=-1", "shop.orders-per-second=21", "shop.step-time=0s",
			"shop.capacity=0" })
	void valueOutOfRangeStopsTheApplication(String property) {
		String key = property.substring("shop.".length(), property.indexOf('='));
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(camelCase(key)));
	}

	private static String camelCase(String key) {
		return key.replace("orders-per-second", "ordersPerSecond").replace("step-time", "stepTime");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ShopProperties.class)
	static class Config {

	}

}
