package io.vws.autoconfigure.client;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vws.client.ReconnectPolicy;
import io.vws.spring.client.LocalClientSettings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class VwsClientPropertiesTests {

	private static VwsClientProperties bind(String... properties) {
		Map<String, String> values = Stream.of(properties)
			.map((property) -> property.split("=", 2))
			.collect(Collectors.toMap((pair) -> "vws.client." + pair[0], (pair) -> pair[1]));
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("vws.client",
				VwsClientProperties.class);
	}

	@Test
	void defaultsAreThoseWithoutSpring() {
		VwsClientProperties properties = bind();
		assertThat(properties.toLocalSettings()).isEqualTo(LocalClientSettings.defaults());
		assertThat(properties.reconnect().toPolicy()).isEqualTo(ReconnectPolicy.defaults());
	}

	@Test
	void valuesReachTheirPlaces() {
		VwsClientProperties properties = bind("request-timeout=1s", "queue.max-messages=2", "handler.queue-capacity=3",
				"handler.on-overflow=conflate", "reconnect.enabled=false", "reconnect.initial-delay=1ms",
				"reconnect.max-delay=2ms", "reconnect.multiplier=3", "reconnect.jitter=0.5",
				"reconnect.max-attempts=6");
		assertThat(properties.toLocalSettings())
			.hasToString("LocalClientSettings[requestTimeout=PT1S, queueCapacity=2, "
					+ "handlerCapacity=3, onOverflow=CONFLATE]");
		assertThat(properties.reconnect().toPolicy()).asString()
			.startsWith("ReconnectPolicy[enabled=false, initialDelay=PT0.001S, maxDelay=PT0.002S, multiplier=3.0, "
					+ "jitter=0.5, maxAttempts=6,");
	}

	@Test
	void noSecretIsInTheText() {
		VwsClientProperties properties = bind("url=ws://localhost/vws?TOKEN", "headers.x-key=TOKEN", "basic.username=u",
				"basic.password=TOKEN", "bearer.token=TOKEN");
		assertThat(properties).hasToString("VwsClientProperties[ws://localhost/vws?***]");
		assertThat(properties.basic().toString() + properties.bearer()).doesNotContain("TOKEN");
		assertThat(new VwsClientsProperties(Map.of("shop", properties)).toString()).doesNotContain("TOKEN");
	}

}
