package io.vws.spring.server;

/**
 * Kinds of WebSocket frames (RFC 6455, section 5.2).
 */
final class OpCodes {

	static final int CONTINUATION = 0;

	static final int TEXT = 1;

	static final int BINARY = 2;

	/** The first of the control frames. */
	static final int CLOSE = 8;

	static final int PING = 9;

	/** The last one that is defined. */
	static final int PONG = 10;

	private OpCodes() {
	}

}
