package io.vws.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.vws.server.ConnectionLimits;
import io.vws.server.MessageKind;
import io.vws.server.OutboundTraffic;
import io.vws.server.RateLimits;
import io.vws.server.ServerSettings;
import io.vws.server.ServerStatistics;
import io.vws.server.VwsConnections;
import io.vws.server.VwsServer;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint tells of a server.
 *
 * @param stopping whether the server stops
 * @param counts what it holds and has done
 * @param limits what it was told to hold to
 * @param connections some of the connections
 * @param moreConnections number of those that are not listed
 */
public record ServerDescriptor(boolean stopping, Counts counts, Limits limits, List<Connection> connections,
		int moreConnections) {

	static ServerDescriptor of(VwsServer server, List<Connection> connections) {
		Counts counts = Counts.of(server.statistics());
		return new ServerDescriptor(server.isStopping(), counts, Limits.of(server.settings()), connections,
				Math.max(0, counts.connections() - connections.size()));
	}

	/**
	 * All connections together.
	 *
	 * @param connections connections that are open or closing
	 * @param subscriptions what they are subscribed to
	 * @param queuedMessages messages that wait for clients
	 * @param queuedBytes bytes that wait for clients
	 * @param longestWrite how long the slowest client has been taking what is written to
	 * it now
	 * @param received messages that clients have sent, by kind
	 * @param sentEvents events written to sockets
	 * @param sentAnswers answers written to sockets
	 * @param droppedEvents events dropped because a client reads too slowly
	 * @param pings pings that were sent
	 * @param missedPongs connections that ended because a pong did not come in time
	 * @param writeTimeouts connections that ended because a write took too long
	 */
	public record Counts(int connections, long subscriptions, long queuedMessages, long queuedBytes,
			Duration longestWrite, Map<String, Long> received, long sentEvents, long sentAnswers, long droppedEvents,
			long pings, long missedPongs, long writeTimeouts) {

		static Counts of(ServerStatistics statistics) {
			Map<String, Long> received = new LinkedHashMap<>();
			for (MessageKind kind : MessageKind.values()) {
				received.put(kind.tag(), statistics.received(kind));
			}
			ServerStatistics.Totals totals = statistics.totals();
			OutboundTraffic sent = totals.sent();
			return new Counts(totals.connections(), totals.subscriptions(), totals.queuedMessages(),
					totals.queuedBytes(), totals.longestWrite(), received, sent.events(), sent.answers(),
					sent.dropped(), statistics.pings(), statistics.missedPongs(), statistics.writeTimeouts());
		}

	}

	/**
	 * What the server was told to hold to; 0 means no limit where there may be none.
	 *
	 * @param connections most connections
	 * @param connectionsPerUser most connections of a user
	 * @param connectionsPerAddress most connections from an address
	 * @param handshakesPerSecond most connections made in a second
	 * @param subscriptions most subscriptions of a connection
	 * @param messagesPerSecond most messages of a client in a second
	 * @param bytesPerSecond most bytes of a client in a second
	 * @param messageBytes largest message of a client
	 * @param eventBytes largest event
	 * @param queueMessages most messages that wait for a client
	 * @param queueBytes most bytes that wait for a client
	 * @param onOverflow what happens beyond that
	 */
	public record Limits(int connections, int connectionsPerUser, int connectionsPerAddress, int handshakesPerSecond,
			int subscriptions, int messagesPerSecond, long bytesPerSecond, int messageBytes, int eventBytes,
			int queueMessages, long queueBytes, String onOverflow) {

		static Limits of(ServerSettings settings) {
			ConnectionLimits connections = settings.limits().connections();
			RateLimits rates = settings.limits().rates();
			return new Limits(connections.max(), connections.perUser(), connections.perAddress(),
					connections.handshakesPerSecond(), settings.limits().maxSubscriptions(), rates.messagesPerSecond(),
					rates.bytesPerSecond(), settings.limits().maxMessageBytes(), settings.limits().maxEventBytes(),
					settings.queue().maxMessages(), settings.queue().maxBytes(), policy(settings));
		}

		private static String policy(ServerSettings settings) {
			return settings.queue().onOverflow().name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	/**
	 * One connection.
	 *
	 * @param id id of the connection
	 * @param user who is connected, asterisks if that is not shown
	 * @param address remote address, asterisks if that is not shown, {@code null} if
	 * unknown
	 * @param since when it was opened
	 * @param expiresAt when the identity of the client expires, {@code null} if never
	 * @param subscriptions number of patterns that it is subscribed to
	 * @param patterns these patterns, {@code null} if they are not shown
	 * @param queuedMessages messages that wait for the client
	 * @param queuedBytes bytes that wait for the client
	 * @param sentMessages messages written to its socket
	 * @param sentBytes bytes of them
	 * @param droppedEvents events dropped because the client reads too slowly
	 */
	public record Connection(String id, String user, @Nullable String address, Instant since,
			@Nullable Instant expiresAt, int subscriptions, @Nullable List<String> patterns, int queuedMessages,
			long queuedBytes, long sentMessages, long sentBytes, long droppedEvents) {

		private static final String HIDDEN = "******";

		static Connection of(VwsConnections.Info info, boolean showValues) {
			String address = (info.address() != null) ? HIDDEN : null;
			return new Connection(info.id(), showValues ? info.user() : HIDDEN, showValues ? info.address() : address,
					info.since(), info.expiresAt(), info.patterns().size(), showValues ? info.patterns() : null,
					info.queuedMessages(), info.queuedBytes(), info.sent().messages(), info.sent().bytes(),
					info.sent().dropped());
		}

	}

}
