package io.vws.autoconfigure.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.vws.server.ConnectionLimits;
import io.vws.delivery.OverflowPolicy;
import io.vws.server.QueueLimits;
import io.vws.server.RateLimits;
import io.vws.server.ServerSettings;
import io.vws.server.TraceTrust;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * {@link ConfigurationProperties Properties} of the VWS server.
 *
 * @param enabled Whether to expose the event bus over WebSocket.
 * @param path Path of the WebSocket endpoint.
 * @param allowedOrigins Origins whose pages may connect, beside the server's own. Entries
 * such as "https://*.example.com" are patterns.
 * @param maxMessageSize Largest accepted message, after reassembly. A larger one ends the
 * connection with code 1009.
 * @param maxEventSize Largest event sent. Publishing a larger one fails.
 * @param pingInterval Time between pings to a client. Zero disables pings.
 * @param pongTimeout Longest time from a ping to its pong, after which the connection
 * ends.
 * @param writeTimeout Longest time for a write, after which the client counts as a slow
 * consumer.
 * @param shutdownTimeout Longest time for sending what waits and closing all connections
 * when the application stops.
 * @param shutdownSpread Time over which many connections are closed when the application
 * stops, so that their clients do not come back all at once: at most half of the shutdown
 * timeout, and 10ms for each connection.
 * @param initialSubscriptions Patterns that each connection is subscribed to when it
 * opens, as far as the subscribe rules grant them.
 * @param forwardHeaders Headers of a client's event that travel to subscribers.
 * @param trace How far the trace of a client is trusted: "continue" forwards it,
 * "restart" begins a trace of its own for each event of a client.
 * @param maxConnections Most connections at a time. A further one is refused with status
 * 503.
 * @param maxConnectionsPerUser Most connections of one user at a time; anonymous ones are
 * not counted. Zero for no limit.
 * @param maxConnectionsPerAddress Most connections from one address at a time. Clients
 * behind the same proxy share an address. Zero for no limit.
 * @param maxHandshakesPerSecond Most connections made in a second, all together. Zero for
 * no limit.
 * @param maxSubscriptions Most subscriptions of a connection.
 * @param rate How fast the client of one connection may send.
 * @param queue Outbound queue of each connection.
 * @param javascript JavaScript client for browsers.
 * @param tomcat What holds on Tomcat only.
 */
@ConfigurationProperties("vws.server")
public record VwsServerProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/vws") String path,
		@DefaultValue List<String> allowedOrigins, @DefaultValue("32KB") DataSize maxMessageSize,
		@DefaultValue("1MB") DataSize maxEventSize, @DefaultValue("30s") Duration pingInterval,
		@DefaultValue("10s") Duration pongTimeout, @DefaultValue("10s") Duration writeTimeout,
		@DefaultValue("10s") Duration shutdownTimeout, @DefaultValue("5s") Duration shutdownSpread,
		@DefaultValue List<String> initialSubscriptions, @DefaultValue( {
				"traceparent", "tracestate" }) Set<String> forwardHeaders,
		@DefaultValue("continue") TraceTrust trace, @DefaultValue("10000") int maxConnections,
		@DefaultValue("100") int maxConnectionsPerUser, @DefaultValue("1000") int maxConnectionsPerAddress,
		@DefaultValue("1000") int maxHandshakesPerSecond, @DefaultValue("1000") int maxSubscriptions,
		@DefaultValue Rate rate, @DefaultValue Queue queue, @DefaultValue Javascript javascript,
		@DefaultValue Tomcat tomcat){

	/** More cannot be counted. */
	private static final int HIGHEST_RATE = 1_000_000_000;

	private static final String PREFIX = "vws.server.";

	public VwsServerProperties {
		check(path.startsWith("/") && path.matches("[^*?{}]+"), "path", path,
				"Must begin with '/' and have no wildcards");
		requireSize("max-message-size", maxMessageSize);
		requireSize("max-event-size", maxEventSize);
		check(!pingInterval.isNegative(), "ping-interval", pingInterval, "Must not be negative");
		requirePositive("pong-timeout", pongTimeout);
		requirePositive("write-timeout", writeTimeout);
		check(!shutdownTimeout.isNegative(), "shutdown-timeout", shutdownTimeout, "Must not be negative");
		check(!shutdownSpread.isNegative(), "shutdown-spread", shutdownSpread, "Must not be negative");
		requireAtLeastOne("max-connections", maxConnections);
		requireNotNegative("max-connections-per-user", maxConnectionsPerUser);
		requireNotNegative("max-connections-per-address", maxConnectionsPerAddress);
		requireRate("max-handshakes-per-second", maxHandshakesPerSecond, maxHandshakesPerSecond);
		requireAtLeastOne("max-subscriptions", maxSubscriptions);
		for (String header : forwardHeaders) {
			check(!header.toLowerCase(Locale.ROOT).startsWith("vws-"), "forward-headers", header,
					"Headers that begin with 'vws-' are the server's own and never forwarded");
		}
		check(maxMessageSize.compareTo(maxEventSize) <= 0, "max-message-size", maxMessageSize,
				"Must not exceed vws.server.max-event-size (" + maxEventSize
						+ "): such an event could not be delivered");
		check(maxEventSize.compareTo(queue.maxBytes()) <= 0, "max-event-size", maxEventSize,
				"Must not exceed vws.server.queue.max-bytes (" + queue.maxBytes()
						+ "): such an event would never fit into a queue");
		check(rate.takes(maxMessageSize), "rate.bytes-per-second", rate.bytesPerSecond(),
				"Must with vws.server.rate.burst (" + rate.burst() + ") allow for vws.server.max-message-size ("
						+ maxMessageSize + "): such a message could never be sent");
		parse(initialSubscriptions);
	}

	/**
	 * Return the settings of the server.
	 */
	ServerSettings toSettings() {
		return new ServerSettings(
				new ServerSettings.Limits(
						new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser,
								this.maxConnectionsPerAddress, this.maxHandshakesPerSecond),
						this.rate.toLimits(), this.maxSubscriptions, Math.toIntExact(this.maxMessageSize.toBytes()),
						Math.toIntExact(this.maxEventSize.toBytes())),
				new ServerSettings.Timeouts(this.pingInterval, this.pongTimeout, this.writeTimeout),
				new QueueLimits(this.queue.maxMessages(), this.queue.maxBytes().toBytes(), this.queue.onOverflow()),
				this.forwardHeaders, this.trace, parse(this.initialSubscriptions));
	}

	private static List<TopicPattern> parse(List<String> patterns) {
		List<TopicPattern> parsed = new ArrayList<>();
		for (int i = 0; i < patterns.size(); i++) {
			try {
				parsed.add(TopicPattern.parse(patterns.get(i)));
			}
			catch (InvalidTopicException ex) {
				throw new InvalidConfigurationPropertyValueException(PREFIX + "initial-subscriptions[" + i + "]",
						patterns.get(i), ex.getMessage() + '.');
			}
		}
		return parsed;
	}

	private static void requireSize(String name, DataSize value) {
		check(value.toBytes() >= 1 && value.toBytes() <= Integer.MAX_VALUE, name, value,
				"Must be at least 1B and less than 2GB");
	}

	private static void requirePositive(String name, Duration value) {
		check(!value.isNegative() && !value.isZero(), name, value, "Must be longer than zero");
	}

	private static void requireAtLeastOne(String name, int value) {
		check(value >= 1, name, value, "Must be at least 1");
	}

	private static void requireNotNegative(String name, int value) {
		check(value >= 0, name, value, "Must not be negative");
	}

	private static void requireRate(String name, long rate, Object value) {
		check(rate >= 0 && rate <= HIGHEST_RATE, name, value, "Must be from 0 to " + HIGHEST_RATE);
	}

	private static void check(boolean valid, String name, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason + '.');
		}
	}

	/**
	 * How fast the client of one connection may send. Who stays above it for ten seconds
	 * is disconnected with code 4013.
	 *
	 * @param messagesPerSecond Most messages in a second. A request above it is refused
	 * with "rate-limited". Zero for no limit.
	 * @param bytesPerSecond Most bytes of messages in a second. A request above it is
	 * refused with "rate-limited". Zero for no limit.
	 * @param nacksPerSecond Most requests in a second that are refused because they are
	 * wrong or not allowed. More end the connection with code 4500. Zero for no limit.
	 * @param burst Time whose worth of each rate may come at once after a quiet time.
	 */
	public record Rate(@DefaultValue("200") int messagesPerSecond, @DefaultValue("1MB") DataSize bytesPerSecond,
			@DefaultValue("10") int nacksPerSecond, @DefaultValue("10s") Duration burst) {

		public Rate {
			requireRate("rate.messages-per-second", messagesPerSecond, messagesPerSecond);
			requireRate("rate.bytes-per-second", bytesPerSecond.toBytes(), bytesPerSecond);
			requireRate("rate.nacks-per-second", nacksPerSecond, nacksPerSecond);
			check(burst.compareTo(Duration.ofSeconds(1)) >= 0 && burst.compareTo(Duration.ofHours(1)) <= 0,
					"rate.burst", burst, "Must be from 1s to 1h");
		}

		private boolean takes(DataSize message) {
			long atOnce = this.bytesPerSecond.toBytes() * this.burst.toMillis() / 1000;
			return this.bytesPerSecond.toBytes() == 0 || message.toBytes() <= atOnce;
		}

		private RateLimits toLimits() {
			return new RateLimits(this.messagesPerSecond, this.bytesPerSecond.toBytes(), this.nacksPerSecond,
					this.burst);
		}

	}

	/**
	 * Outbound queue of each connection.
	 *
	 * @param maxMessages Most messages that may wait for a client.
	 * @param maxBytes Most bytes that may wait for a client.
	 * @param onOverflow What happens to an event that does not fit.
	 */
	public record Queue(@DefaultValue("4096") int maxMessages, @DefaultValue("1MB") DataSize maxBytes,
			@DefaultValue("disconnect") OverflowPolicy onOverflow) {

		public Queue {
			requireAtLeastOne("queue.max-messages", maxMessages);
			requireSize("queue.max-bytes", maxBytes);
		}

	}

	/**
	 * JavaScript client for browsers.
	 *
	 * @param enabled Whether to serve the browser client as "vws.js" below the path of
	 * the endpoint.
	 */
	public record Javascript(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * What holds on Tomcat only.
	 *
	 * @param direct Whether to write frames straight to the sockets, which costs a
	 * fraction of Tomcat's own WebSocket sessions. Connections over HTTP/2 or with TLS
	 * that Tomcat itself ends take those in any case.
	 */
	public record Tomcat(@DefaultValue("true") boolean direct) {
	}

}
