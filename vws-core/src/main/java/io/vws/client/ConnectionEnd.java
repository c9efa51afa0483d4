package io.vws.client;

/**
 * How a connection ended, or an attempt to connect failed.
 *
 * @param code close code (RFC 6455, section 7.4): that of the server's close frame, 1006
 * if there was none; or what the client found: 1009 for a message that is too big, 4008
 * if a handler is too slow and nothing may be dropped, 4012 if the server answers no ping
 * @param reason the reason for people, as the server gave it or as the client found it
 * @param willReconnect whether the client tries again
 */
public record ConnectionEnd(int code, String reason, boolean willReconnect) {
}
