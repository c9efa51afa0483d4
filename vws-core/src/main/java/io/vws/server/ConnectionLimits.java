package io.vws.server;

/**
 * How many connections a {@link VwsServer} takes. A further one is refused at its
 * handshake, or closed with 1013 where several come at once.
 *
 * @param max most at a time
 * @param perUser most of one user at a time; 0 for no limit. Anonymous ones are not
 * counted
 * @param perAddress most from one remote address at a time; 0 for no limit
 * @param handshakesPerSecond most handshakes in a second, all together; 0 for no limit
 */
public record ConnectionLimits(int max, int perUser, int perAddress, int handshakesPerSecond) {
}
