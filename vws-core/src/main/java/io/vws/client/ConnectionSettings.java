package io.vws.client;

import java.time.Duration;

/**
 * How a client keeps its connection.
 *
 * @param server the server, for the log
 * @param connectTimeout limit of one attempt
 * @param reconnect when to try again
 * @param pingInterval time between pings; zero for none
 * @param pongTimeout how long the server may be silent after one
 * @param maxMessageBytes largest message that is read
 */
record ConnectionSettings(String server, Duration connectTimeout, ReconnectPolicy reconnect, Duration pingInterval,
		Duration pongTimeout, int maxMessageBytes) {
}
