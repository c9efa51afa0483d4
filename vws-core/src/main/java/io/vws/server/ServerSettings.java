package io.vws.server;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.vws.delivery.OverflowPolicy;
import io.vws.topic.TopicPattern;

/**
 * Settings of a {@link VwsServer}.
 *
 * @param limits sizes and numbers
 * @param timeouts what must happen in time
 * @param queue bounds of the outbound queue of each connection
 * @param forwardHeaders headers of a client's event that travel to subscribers; none may
 * begin with {@code vws-}
 * @param trace how far the trace of a client is trusted
 * @param initialSubscriptions patterns each connection is subscribed to when it opens, as
 * far as its peer may have them
 */
public record ServerSettings(Limits limits, Timeouts timeouts, QueueLimits queue, Set<String> forwardHeaders,
		TraceTrust trace, List<TopicPattern> initialSubscriptions) {

	public ServerSettings {
		for (String header : forwardHeaders) {
			if (header.toLowerCase(Locale.ROOT).startsWith("vws-")) {
				throw new IllegalArgumentException("Header '" + header + "' is the server's own and never forwarded");
			}
		}
	}

	/**
	 * Return the settings that hold unless said otherwise.
	 */
	public static ServerSettings defaults() {
		return new ServerSettings(
				new Limits(new ConnectionLimits(10_000, 100, 1000, 1000),
						new RateLimits(200, 1024 * 1024, 10, Duration.ofSeconds(10)), 1000, 32 * 1024, 1024 * 1024),
				new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(10)),
				new QueueLimits(4096, 1024 * 1024, OverflowPolicy.DISCONNECT), Set.of("traceparent", "tracestate"),
				TraceTrust.CONTINUE, List.of());
	}

	/**
	 * Sizes and numbers.
	 *
	 * @param connections how many connections are taken
	 * @param rates how fast the peer of a connection may send
	 * @param maxSubscriptions most subscriptions of a connection
	 * @param maxMessageBytes largest accepted message
	 * @param maxEventBytes largest event sent
	 */
	public record Limits(ConnectionLimits connections, RateLimits rates, int maxSubscriptions, int maxMessageBytes,
			int maxEventBytes) {
	}

	/**
	 * What must happen in time.
	 *
	 * @param pingInterval time between pings; zero for none
	 * @param pong longest time from a ping to its pong
	 * @param write longest time for a write; a peer that takes longer is a slow consumer
	 */
	public record Timeouts(Duration pingInterval, Duration pong, Duration write) {

		Duration shortest() {
			Duration shortest = (this.pong.compareTo(this.write) < 0) ? this.pong : this.write;
			boolean ping = !this.pingInterval.isZero() && this.pingInterval.compareTo(shortest) < 0;
			return ping ? this.pingInterval : shortest;
		}

	}

}
