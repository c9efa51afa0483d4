package io.vws.server;

import java.util.Set;

/**
 * Why a connection ends: a WebSocket close code (RFC 6455, section 7.4) and a text. Codes
 * of our own from 4000 to 4499 tell the client to come back, those from 4500 to 4999 not
 * to.
 *
 * @param code the close code
 * @param text the reason for people, at most 123 UTF-8 bytes
 */
public record CloseReason(int code, String text) {

	/** The peer asked for the end. */
	public static final CloseReason NORMAL = new CloseReason(1000, "Closed");

	/** The server stops. */
	public static final CloseReason GOING_AWAY = new CloseReason(1001, "Server shutting down");

	/** The connection broke without a close frame; never sent. */
	public static final CloseReason ABNORMAL = new CloseReason(1006, "Connection lost");

	/** A message was larger than accepted. */
	public static final CloseReason TOO_BIG = new CloseReason(1009, "Message too big");

	/** The server failed. */
	public static final CloseReason INTERNAL = new CloseReason(1011, "Internal error");

	/** The connection came while the server was stopping. */
	public static final CloseReason RESTARTING = new CloseReason(1012, "Server shutting down");

	/** The server has as many connections as it may. */
	public static final CloseReason TRY_AGAIN_LATER = new CloseReason(1013, "Too many connections");

	/** The user has as many connections as one may. */
	public static final CloseReason TOO_MANY_OF_USER = new CloseReason(1013, "Too many connections of this user");

	/** The peer's address has as many connections as one may. */
	public static final CloseReason TOO_MANY_FROM_ADDRESS = new CloseReason(1013,
			"Too many connections from this address");

	/** More peers want to connect than the server takes in a second. */
	public static final CloseReason TOO_MANY_HANDSHAKES = new CloseReason(1013, "Too many handshakes");

	/** What the peer proved when it connected holds no longer. */
	public static final CloseReason IDENTITY_ENDED = new CloseReason(4005, "Credentials or session ended");

	/** The peer does not read as fast as events come. */
	public static final CloseReason SLOW_CONSUMER = new CloseReason(4008, "Slow consumer");

	/** The peer did not answer a ping in time. */
	public static final CloseReason NO_PONG = new CloseReason(4012, "No pong");

	/** The peer has sent more than it may for too long. */
	public static final CloseReason RATE_LIMITED = new CloseReason(4013, "Too many messages");

	/** The peer has had too many requests refused. */
	public static final CloseReason NACK_FLOOD = new CloseReason(4500, "Too many refused requests");

	/** Somebody who runs the server wants the user to go. */
	public static final CloseReason DISCONNECTED = new CloseReason(4503, "Disconnected by an operator");

	private static final Set<Integer> NEVER_SENT = Set.of(1005, 1006, 1015);

	/**
	 * Return the reason for a code that a peer or a container gave.
	 */
	public static CloseReason of(int code, String text) {
		return new CloseReason(code, text);
	}

	/**
	 * Return what may stand in a close frame: this reason, or {@link #INTERNAL} for a
	 * code that RFC 6455 reserves for an end without a close frame.
	 */
	CloseReason sendable() {
		return NEVER_SENT.contains(this.code) ? INTERNAL : this;
	}

}
