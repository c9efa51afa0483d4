package io.vws.autoconfigure.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.vws.client.ReconnectPolicy;
import io.vws.delivery.OverflowPolicy;
import io.vws.spring.client.LocalClientSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@link ConfigurationProperties Properties} of the client. Each of "vws.clients" has the
 * same ones.
 *
 * @param enabled Whether there is a client.
 * @param url Endpoint of the server, such as "wss://shop.example/vws". Without it the
 * client is a local one: it talks to the event bus of the application itself.
 * @param headers Headers of the upgrade.
 * @param connectTimeout Longest time for an attempt to connect, the fetch of a token
 * included.
 * @param requestTimeout Longest time a request waits for the connection and for its
 * answer.
 * @param maxMessageSize Largest message that is read. A larger one ends the connection,
 * which is then made again.
 * @param pingInterval Time between pings to the server. Zero disables pings.
 * @param pongTimeout Longest time from a ping to a sign of life, after which the
 * connection ends and is made again.
 * @param initialSubscriptions Patterns subscribed to at the start. Their events are
 * published as application events of type VwsClientEvent.
 * @param autoStart Whether to connect when the application starts.
 * @param failFast Whether the application fails to start when the first attempt to
 * connect fails.
 * @param queue What waits while there is no connection.
 * @param handler What waits for a handler.
 * @param reconnect When to connect again after the connection was lost.
 * @param ssl TLS of the connection.
 * @param basic User name and password for HTTP basic authentication.
 * @param bearer Bearer token that does not change.
 * @param oauth2 Bearer token that is fetched for each attempt to connect.
 */
@ConfigurationProperties("vws.client")
public record VwsClientProperties(@DefaultValue("true") boolean enabled, @Nullable String url,
		@DefaultValue Map<String, String> headers, @DefaultValue("10s") Duration connectTimeout,
		@DefaultValue("10s") Duration requestTimeout, @DefaultValue("1MB") DataSize maxMessageSize,
		@DefaultValue("30s") Duration pingInterval, @DefaultValue("10s") Duration pongTimeout,
		@DefaultValue List<String> initialSubscriptions, @DefaultValue("true") boolean autoStart,
		@DefaultValue("false") boolean failFast, @DefaultValue Queue queue, @DefaultValue Handler handler,
		@DefaultValue Reconnect reconnect, @DefaultValue Ssl ssl, @DefaultValue Basic basic,
		@DefaultValue Bearer bearer, @DefaultValue Oauth2 oauth2) {

	/** Headers may hold credentials. */
	@Override
	public String toString() {
		return "VwsClientProperties[" + ((this.url != null) ? ClientUrl.printable(this.url) : "local") + "]";
	}

	LocalClientSettings toLocalSettings() {
		return new LocalClientSettings(this.requestTimeout, this.queue.maxMessages(), this.handler.queueCapacity(),
				this.handler.onOverflow());
	}

	/**
	 * What waits while there is no connection.
	 *
	 * @param maxMessages Most messages that may wait for the connection. A further one
	 * fails at once.
	 * @param maxBytes Most bytes of messages that may wait for the connection, or for its
	 * socket. A single message may be larger.
	 */
	public record Queue(@DefaultValue("100") int maxMessages, @DefaultValue("4MB") DataSize maxBytes) {
	}

	/**
	 * What waits for a handler.
	 *
	 * @param queueCapacity Most events that may wait for the handler of a subscription.
	 * @param onOverflow What happens to an event that does not fit. With "disconnect" the
	 * connection ends and is made again; a local client refuses the event with "busy".
	 */
	public record Handler(@DefaultValue("1024") int queueCapacity,
			@DefaultValue("disconnect") OverflowPolicy onOverflow) {
	}

	/**
	 * When to connect again after the connection was lost.
	 *
	 * @param enabled Whether to connect again.
	 * @param initialDelay Bound of the first delay.
	 * @param maxDelay Bound of every delay.
	 * @param multiplier Growth of the bound with each attempt.
	 * @param jitter Which part of a delay is random, from 0 to 1.
	 * @param maxAttempts Most attempts in a row. Zero for no limit.
	 */
	public record Reconnect(@DefaultValue("true") boolean enabled, @DefaultValue("500ms") Duration initialDelay,
			@DefaultValue("30s") Duration maxDelay, @DefaultValue("2") double multiplier,
			@DefaultValue("1") double jitter, @DefaultValue("0") int maxAttempts) {

		ReconnectPolicy toPolicy() {
			ReconnectPolicy defaults = ReconnectPolicy.defaults();
			return new ReconnectPolicy(this.enabled, this.initialDelay, this.maxDelay, this.multiplier, this.jitter,
					this.maxAttempts, defaults.stableAfter(), defaults.spread());
		}

	}

	/**
	 * TLS of the connection.
	 *
	 * @param bundle Name of the SSL bundle with whom to trust and which certificate to
	 * show. Without it the JVM decides.
	 */
	public record Ssl(@Nullable String bundle) {
	}

	/**
	 * HTTP basic authentication.
	 *
	 * @param username User name.
	 * @param password Password.
	 */
	public record Basic(@Nullable String username, @Nullable String password) {

		@Override
		public String toString() {
			return "Basic[]";
		}

	}

	/**
	 * Bearer token.
	 *
	 * @param token Bearer token that does not change.
	 */
	public record Bearer(@Nullable String token) {

		@Override
		public String toString() {
			return "Bearer[]";
		}

	}

	/**
	 * OAuth 2 client credentials.
	 *
	 * @param registrationId Id of the client registration whose token is fetched for each
	 * attempt to connect. Needs the starter of the OAuth 2 client.
	 */
	public record Oauth2(@Nullable String registrationId) {
	}

}
