package io.vws.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.vws.autoconfigure.ConfigurationMetadata.Hint;
import io.vws.autoconfigure.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE shows about each property.
 */
class ConfigurationMetadataTests {

	private static final ConfigurationMetadata metadata = ConfigurationMetadata.read();

	/** The keys are a public contract: to rename one breaks applications. */
	@Test
	void keysAreTheContract() {
		assertThat(metadata.properties()).extracting(Property::name)
			.containsExactlyInAnyOrder("management.endpoint.vws.access", "management.endpoint.vws.cache.time-to-live",
					"management.endpoint.vws.roles", "management.endpoint.vws.show-values", "vws.bridges",
					"vws.client.auto-start", "vws.client.basic.password", "vws.client.basic.username",
					"vws.client.bearer.token", "vws.client.connect-timeout", "vws.client.enabled",
					"vws.client.fail-fast", "vws.client.handler.on-overflow", "vws.client.handler.queue-capacity",
					"vws.client.headers", "vws.client.initial-subscriptions", "vws.client.max-message-size",
					"vws.client.oauth2.registration-id", "vws.client.ping-interval", "vws.client.pong-timeout",
					"vws.client.queue.max-bytes", "vws.client.queue.max-messages", "vws.client.reconnect.enabled",
					"vws.client.reconnect.initial-delay", "vws.client.reconnect.jitter",
					"vws.client.reconnect.max-attempts", "vws.client.reconnect.max-delay",
					"vws.client.reconnect.multiplier", "vws.client.request-timeout", "vws.client.ssl.bundle",
					"vws.client.url", "vws.clients", "vws.events.connections.enabled",
					"vws.events.connections.queue-capacity", "vws.events.enabled", "vws.events.on-failure",
					"vws.events.queue-capacity", "vws.events.transaction-phase", "vws.listener.enabled",
					"vws.listener.max-threads", "vws.listener.stop-timeout", "vws.metrics.enabled",
					"vws.metrics.snapshot-interval", "vws.observations.deliveries", "vws.observations.mode",
					"vws.server.allowed-origins", "vws.server.authorization.publish",
					"vws.server.authorization.subscribe", "vws.server.enabled", "vws.server.forward-headers",
					"vws.server.initial-subscriptions", "vws.server.javascript.enabled", "vws.server.max-connections",
					"vws.server.max-connections-per-address", "vws.server.max-connections-per-user",
					"vws.server.max-event-size", "vws.server.max-handshakes-per-second", "vws.server.max-message-size",
					"vws.server.max-subscriptions", "vws.server.path", "vws.server.ping-interval",
					"vws.server.pong-timeout", "vws.server.queue.max-bytes", "vws.server.queue.max-messages",
					"vws.server.queue.on-overflow", "vws.server.rate.burst", "vws.server.rate.bytes-per-second",
					"vws.server.rate.messages-per-second", "vws.server.rate.nacks-per-second",
					"vws.server.shutdown-spread", "vws.server.shutdown-timeout", "vws.server.tomcat.direct",
					"vws.server.trace", "vws.server.write-timeout");
	}

	@ParameterizedTest
	@MethodSource("properties")
	void propertyIsDescribed(Property property) {
		assertThat(property.description()).isNotBlank().endsWith(".").matches("[A-Z].*");
	}

	@ParameterizedTest
	@MethodSource("properties")
	void propertyHasADefaultUnlessItMayBeLeftOut(Property property) {
		List<String> empty = List.of("management.endpoint.vws.roles", "vws.server.allowed-origins",
				"vws.server.initial-subscriptions", "vws.server.authorization.subscribe",
				"vws.server.authorization.publish", "vws.bridges", "vws.clients", "vws.client.headers",
				"vws.client.initial-subscriptions");
		List<String> optional = List.of("vws.client.url", "vws.client.ssl.bundle", "vws.client.basic.username",
				"vws.client.basic.password", "vws.client.bearer.token", "vws.client.oauth2.registration-id");
		if (empty.contains(property.name())) {
			assertThat(property.isList()).isTrue();
			assertThat(property.defaultValue()).isNull();
		}
		else if (optional.contains(property.name())) {
			assertThat(property.type()).isEqualTo("java.lang.String");
			assertThat(property.defaultValue()).isNull();
		}
		else {
			assertThat(property.defaultValue()).isNotBlank();
		}
	}

	/**
	 * Where an IDE proposes values that it cannot know from the type. A hint whose name
	 * is misspelt is lost without a word.
	 */
	@Test
	void textsWithWellKnownValuesHaveHints() {
		assertThat(metadata.hints()).extracting(Hint::name)
			.containsExactlyInAnyOrder("vws.client.initial-subscriptions", "vws.client.url",
					"vws.server.allowed-origins", "vws.server.forward-headers", "vws.server.initial-subscriptions")
			.isSubsetOf(metadata.properties().stream().map(Property::name).toList());
		assertThat(metadata.hints()).allSatisfy((hint) -> {
			assertThat(hint.values()).isNotEmpty();
			assertThat(hint.values().values()).allMatch((description) -> description.matches("[A-Z].*\\."));
			assertThat(hint.others()).as(hint.name()).isTrue();
		});
	}

	static Stream<Property> properties() {
		return metadata.properties().stream();
	}

}
