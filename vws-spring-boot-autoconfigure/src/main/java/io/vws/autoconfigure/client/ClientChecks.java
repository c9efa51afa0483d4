package io.vws.autoconfigure.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.vws.spring.client.ClientStartException;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Checks the properties of one client. Not done by the records themselves, since they do
 * not know below which key they stand. No message has a secret.
 */
final class ClientChecks {

	private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

	/** Headers that are the HTTP client's or the WebSocket's own. */
	private static final Set<String> RESERVED_HEADERS = Set.of("connection", "content-length", "expect", "host",
			"upgrade");

	private final ConfiguredClient client;

	private ClientChecks(ConfiguredClient client) {
		this.client = client;
	}

	/**
	 * Check the properties of a client.
	 */
	static void check(ConfiguredClient client) {
		VwsClientProperties properties = client.properties();
		ClientChecks checks = new ClientChecks(client);
		checks.limits(properties);
		checks.reconnect(properties.reconnect());
		checks.credentials(properties);
		checks.headers(properties);
		checks.patterns(properties);
	}

	private void limits(VwsClientProperties properties) {
		positive("connect-timeout", properties.connectTimeout());
		positive("request-timeout", properties.requestTimeout());
		size("max-message-size", properties.maxMessageSize());
		require(!properties.pingInterval().isNegative(), "ping-interval", properties.pingInterval(),
				"Must not be negative");
		positive("pong-timeout", properties.pongTimeout());
		int messages = properties.queue().maxMessages();
		require(messages >= 0, "queue.max-messages", messages, "Must not be negative");
		size("queue.max-bytes", properties.queue().maxBytes());
		int events = properties.handler().queueCapacity();
		require(events >= 1, "handler.queue-capacity", events, "Must be at least 1");
	}

	private void reconnect(VwsClientProperties.Reconnect reconnect) {
		positive("reconnect.initial-delay", reconnect.initialDelay());
		require(reconnect.maxDelay().compareTo(reconnect.initialDelay()) >= 0, "reconnect.max-delay",
				reconnect.maxDelay(), "Must not be shorter than " + key("reconnect.initial-delay"));
		require(reconnect.multiplier() >= 1 && reconnect.multiplier() <= 1000, "reconnect.multiplier",
				reconnect.multiplier(), "Must be from 1 to 1000");
		require(reconnect.jitter() >= 0 && reconnect.jitter() <= 1, "reconnect.jitter", reconnect.jitter(),
				"Must be from 0 to 1");
		require(reconnect.maxAttempts() >= 0, "reconnect.max-attempts", reconnect.maxAttempts(),
				"Must not be negative");
	}

	private void credentials(VwsClientProperties properties) {
		VwsClientProperties.Basic basic = properties.basic();
		oneLogin(properties);
		if (StringUtils.hasText(basic.password()) && !StringUtils.hasText(basic.username())) {
			throw new ClientStartException(
					"The configuration property '" + key("basic.password") + "' is set, but there is no user name.",
					"Set '" + key("basic.username") + "' too.");
		}
		require(!String.valueOf(basic.username()).contains(":"), "basic.username", basic.username(),
				"Must not contain a colon");
		String token = properties.bearer().token();
		if (token != null && !token.matches("[\\x21-\\x7e]*")) {
			throw new ClientStartException(
					"The value of the configuration property '" + key("bearer.token")
							+ "' has characters that a token cannot have, such as a space.",
					"Give the token alone, without 'Bearer'.");
		}
	}

	private void oneLogin(VwsClientProperties properties) {
		Map<String, @Nullable String> logins = new LinkedHashMap<>();
		logins.put("basic.username", properties.basic().username());
		logins.put("bearer.token", properties.bearer().token());
		logins.put("oauth2.registration-id", properties.oauth2().registrationId());
		properties.headers().forEach((name, value) -> {
			if (name.equalsIgnoreCase("Authorization")) {
				logins.put("headers." + name, value);
			}
		});
		List<String> set = logins.entrySet()
			.stream()
			.filter((login) -> StringUtils.hasText(login.getValue()))
			.map((login) -> "'" + key(login.getKey()) + "'")
			.toList();
		if (set.size() > 1) {
			throw new ClientStartException(
					"The configuration properties " + String.join(" and ", set) + " are set, which are ways to log in.",
					"Set one of them.");
		}
	}

	private void headers(VwsClientProperties properties) {
		properties.headers().forEach((name, value) -> {
			String lower = name.toLowerCase(Locale.ROOT);
			boolean settable = name.matches(TOKEN) && !RESERVED_HEADERS.contains(lower)
					&& !lower.startsWith("sec-websocket-");
			if (!settable || !value.matches("[\\x20-\\x7e\\t]*")) {
				throw new ClientStartException(
						"The header of the configuration property '" + key("headers." + name) + "' cannot be sent: "
								+ (settable ? "its value has control or special characters"
										: "it is not a name of a header, or the connection's own")
								+ ".",
						"Correct or remove it.");
			}
		});
	}

	private void patterns(VwsClientProperties properties) {
		for (int i = 0; i < properties.initialSubscriptions().size(); i++) {
			String text = properties.initialSubscriptions().get(i);
			try {
				TopicPattern.parse(text);
			}
			catch (InvalidTopicException ex) {
				require(false, "initial-subscriptions[" + i + "]", text, String.valueOf(ex.getMessage()));
			}
		}
	}

	private void positive(String name, Duration value) {
		require(!value.isNegative() && !value.isZero() && value.toDays() < 365, name, value,
				"Must be longer than zero and shorter than a year");
	}

	private void size(String name, DataSize value) {
		require(value.toBytes() >= 1 && value.toBytes() <= Integer.MAX_VALUE, name, value,
				"Must be at least 1B and less than 2GB");
	}

	private String key(String name) {
		return this.client.key(name);
	}

	private void require(boolean valid, String name, @Nullable Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(key(name), value, reason + '.');
		}
	}

}
