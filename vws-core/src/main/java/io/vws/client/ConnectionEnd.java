package io.vws.client;

/**
 * How a connection ended, or an attempt to connect failed.
 *
 * @param code close code (RFC 6455, section 7.4); 1006 if there was no close frame, 4012
 * if the server answered no ping
 * @param reason the reason for people, as the server gave it or as the client found it
 * @param willReconnect whether the client tries again
 */
public record ConnectionEnd(int code, String reason, boolean willReconnect) {
}
