package io.vws.autoconfigure.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vws.server.ConnectionLimits;
import io.vws.delivery.OverflowPolicy;
import io.vws.server.QueueLimits;
import io.vws.server.RateLimits;
import io.vws.server.ServerSettings;
import io.vws.server.TraceTrust;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class VwsServerPropertiesTests {

	@Test
	void defaults() {
		VwsServerProperties properties = bind(Map.of());
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.path()).isEqualTo("/vws");
		assertThat(properties.allowedOrigins()).isEmpty();
		assertThat(properties.maxMessageSize()).isEqualTo(DataSize.ofKilobytes(32));
		assertThat(properties.maxEventSize()).isEqualTo(DataSize.ofMegabytes(1));
		assertThat(properties.pingInterval()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.pongTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.writeTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.shutdownSpread()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.initialSubscriptions()).isEmpty();
		assertThat(properties.forwardHeaders()).containsExactlyInAnyOrder("traceparent", "tracestate");
		assertThat(properties.trace()).isEqualTo(TraceTrust.CONTINUE);
		assertThat(properties.maxConnections()).isEqualTo(10_000);
		assertThat(properties.maxConnectionsPerUser()).isEqualTo(100);
		assertThat(properties.maxConnectionsPerAddress()).isEqualTo(1000);
		assertThat(properties.maxHandshakesPerSecond()).isEqualTo(1000);
		assertThat(properties.maxSubscriptions()).isEqualTo(1000);
		assertThat(properties.rate())
			.isEqualTo(new VwsServerProperties.Rate(200, DataSize.ofMegabytes(1), 10, Duration.ofSeconds(10)));
		assertThat(properties.queue())
			.isEqualTo(new VwsServerProperties.Queue(4096, DataSize.ofMegabytes(1), OverflowPolicy.DISCONNECT));
		assertThat(properties.javascript().enabled()).isTrue();
	}

	@Test
	void defaultsAreThoseOfTheCore() {
		assertThat(bind(Map.of()).toSettings()).isEqualTo(ServerSettings.defaults());
	}

	@Test
	void valuesReachTheServerWithTheirUnits() {
		ServerSettings settings = bind(Map.ofEntries(Map.entry("max-message-size", "64KB"),
				Map.entry("max-event-size", "2MB"), Map.entry("ping-interval", "5s"),
				Map.entry("pong-timeout", "500ms"), Map.entry("write-timeout", "1m"),
				Map.entry("shutdown-timeout", "PT0.5S"), Map.entry("initial-subscriptions", "a/#,b/+x"),
				Map.entry("forward-headers", "baggage"), Map.entry("trace", "restart"),
				Map.entry("max-connections", "1"), Map.entry("max-connections-per-user", "4"),
				Map.entry("max-connections-per-address", "5"), Map.entry("max-handshakes-per-second", "6"),
				Map.entry("rate.messages-per-second", "7"), Map.entry("rate.bytes-per-second", "8KB"),
				Map.entry("rate.nacks-per-second", "9"), Map.entry("rate.burst", "1m"),
				Map.entry("max-subscriptions", "2"), Map.entry("queue.max-messages", "3"),
				Map.entry("queue.max-bytes", "2097152"), Map.entry("queue.on-overflow", "drop-oldest")))
			.toSettings();
		assertThat(settings).isEqualTo(new ServerSettings(
				new ServerSettings.Limits(new ConnectionLimits(1, 4, 5, 6),
						new RateLimits(7, 8192, 9, Duration.ofMinutes(1)), 2, 65_536, 2_097_152),
				new ServerSettings.Timeouts(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMinutes(1)),
				new QueueLimits(3, 2_097_152, OverflowPolicy.DROP_OLDEST), Set.of("baggage"), TraceTrust.RESTART,
				List.of(TopicPattern.parse("a/#"), TopicPattern.parse("b/+x"))));
	}

	@Test
	void numbersWithoutUnitAreMillisecondsAndBytes() {
		VwsServerProperties properties = bind(Map.of("pong-timeout", "250", "max-message-size", "100"));
		assertThat(properties.pongTimeout()).isEqualTo(Duration.ofMillis(250));
		assertThat(properties.maxMessageSize()).isEqualTo(DataSize.ofBytes(100));
	}

	@ParameterizedTest
	@CsvSource({ "disconnect, DISCONNECT", "drop-oldest, DROP_OLDEST", "drop-newest, DROP_NEWEST",
			"conflate, CONFLATE" })
	void overflowPolicies(String text, OverflowPolicy policy) {
		assertThat(bind(Map.of("queue.on-overflow", text)).queue().onOverflow()).isEqualTo(policy);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			key                | value
			ping-interval      | 0
			shutdown-timeout   | 0
			shutdown-spread    | 0
			max-message-size   | 1MB
			max-message-size   | 1B
			max-connections    | 1
			max-connections-per-user    | 0
			max-connections-per-address | 0
			max-handshakes-per-second   | 0
			max-handshakes-per-second   | 1000000000
			rate.messages-per-second    | 0
			rate.messages-per-second    | 1000000000
			rate.bytes-per-second       | 0
			rate.bytes-per-second       | 3277B
			rate.bytes-per-second       | 1000000000B
			rate.nacks-per-second       | 0
			rate.burst                  | 1s
			rate.burst                  | 1h
			path               | /
			path               | /a/b
			forward-headers    | ''
			queue.max-messages | 1
			queue.max-bytes    | 1MB
			""")
	void acceptsTheLimits(String key, String value) {
		assertThat(bind(Map.of(key, value))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true,
			textBlock = """
					key                   | value       | shown     | reason
					path                  | vws         | vws       | Must begin with '/' and have no wildcards.
					path                  | ""          | ""        | Must begin with '/' and have no wildcards.
					path                  | /a/*        | /a/*      | Must begin with '/' and have no wildcards.
					path                  | /a/?        | /a/?      | Must begin with '/' and have no wildcards.
					path                  | /{x}        | /{x}      | Must begin with '/' and have no wildcards.
					max-message-size      | 0           | 0B        | Must be at least 1B and less than 2GB.
					max-message-size      | -1          | -1B       | Must be at least 1B and less than 2GB.
					max-message-size      | 2GB         | 2147483648B | Must be at least 1B and less than 2GB.
					max-message-size      | 1025KB      | 1049600B  | Must not exceed vws.server.max-event-size (1048576B): such an event could not be delivered.
					max-event-size        | 0           | 0B        | Must be at least 1B and less than 2GB.
					max-event-size        | 2MB         | 2097152B  | Must not exceed vws.server.queue.max-bytes (1048576B): such an event would never fit into a queue.
					ping-interval         | -1s         | PT-1S     | Must not be negative.
					pong-timeout          | 0           | PT0S      | Must be longer than zero.
					pong-timeout          | -5s         | PT-5S     | Must be longer than zero.
					write-timeout         | 0s          | PT0S      | Must be longer than zero.
					shutdown-timeout      | -1ms        | PT-0.001S | Must not be negative.
					shutdown-spread       | -1ms        | PT-0.001S | Must not be negative.
					max-connections       | 0           | 0         | Must be at least 1.
					max-subscriptions     | 0           | 0         | Must be at least 1.
					max-connections-per-user    | -1 | -1 | Must not be negative.
					max-connections-per-address | -1 | -1 | Must not be negative.
					max-handshakes-per-second   | -1 | -1 | Must be from 0 to 1000000000.
					max-handshakes-per-second   | 1000000001 | 1000000001 | Must be from 0 to 1000000000.
					rate.messages-per-second    | -1 | -1 | Must be from 0 to 1000000000.
					rate.messages-per-second    | 1000000001 | 1000000001 | Must be from 0 to 1000000000.
					rate.bytes-per-second       | -1 | -1B | Must be from 0 to 1000000000.
					rate.bytes-per-second       | 1GB | 1073741824B | Must be from 0 to 1000000000.
					rate.bytes-per-second       | 3276B | 3276B | Must with vws.server.rate.burst (PT10S) allow for vws.server.max-message-size (32768B): such a message could never be sent.
					rate.nacks-per-second       | -1 | -1 | Must be from 0 to 1000000000.
					rate.burst                  | 999ms | PT0.999S | Must be from 1s to 1h.
					rate.burst                  | 3601s | PT1H1S | Must be from 1s to 1h.
					queue.max-messages    | 0           | 0         | Must be at least 1.
					queue.max-bytes       | 0           | 0B        | Must be at least 1B and less than 2GB.
					forward-headers       | baggage,vws-x | vws-x   | Headers that begin with 'vws-' are the server's own and never forwarded.
					forward-headers       | VWS-Code    | VWS-Code  | Headers that begin with 'vws-' are the server's own and never forwarded.
					initial-subscriptions[0] | a/#/b    | a/#/b     | '#' must be the last level (at index 2).
					""")
	void badValueIsNamedWithItsKeyAndReason(String key, String value, String shown, String reason) {
		BindException failure = catchThrowableOfType(BindException.class, () -> bind(Map.of(key, value)));
		assertThat(failure).isNotNull();
		assertThat(NestedExceptionUtils.getRootCause(failure))
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (cause) -> {
				assertThat(cause.getName()).isEqualTo("vws.server." + key);
				assertThat(cause.getValue()).hasToString(shown);
				assertThat(cause.getReason()).isEqualTo(reason);
			});
	}

	@ParameterizedTest
	@CsvSource({ "queue.on-overflow, block", "ping-interval, soon", "max-message-size, 1XB", "max-connections, many",
			"enabled, maybe" })
	void valueOfTheWrongTypeIsNamedWithItsKey(String key, String value) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of(key, value))).satisfies((ex) -> {
			assertThat(ex.getProperty()).isNotNull();
			assertThat(ex.getProperty().getName()).hasToString("vws.server." + key);
			assertThat(ex.getProperty().getValue()).isEqualTo(value);
		});
	}

	private static VwsServerProperties bind(Map<String, String> values) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		values.forEach((key, value) -> source.put("vws.server." + key, value));
		return new Binder(source).bindOrCreate("vws.server", VwsServerProperties.class);
	}

}
