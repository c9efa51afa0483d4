package io.vws.client;

import java.util.concurrent.CompletionStage;

/**
 * The socket of one connection. No method waits.
 */
interface ClientLink {

	/**
	 * Send a text message. The next one is sent when this one is done.
	 * @return completes when the socket has taken it
	 */
	CompletionStage<?> send(String text);

	/** Send a ping. One that the socket cannot take ends the connection. */
	void ping();

	/** Send a close frame and nothing after it; the server ends the connection. */
	void close(int code, String reason);

	/** End the connection without asking the server. */
	void abort();

}
