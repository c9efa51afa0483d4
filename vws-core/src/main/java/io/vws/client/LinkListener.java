package io.vws.client;

import java.nio.ByteBuffer;

/**
 * Told what happens to a connection, by one call after the other: {@link #failed}, or
 * {@link #opened} and then all else.
 */
interface LinkListener {

	/** The upgrade is done. */
	void opened(ClientLink link);

	/**
	 * There was no connection.
	 * @param status HTTP status of the answer to the upgrade, 0 if there was none
	 * @param reason what happened, for people
	 */
	void failed(int status, String reason);

	/** A part of a text message came. */
	void text(String part, boolean last);

	/** A part of a binary message came. */
	void binary(ByteBuffer part, boolean last);

	/** The server answered a ping. */
	void pong();

	/**
	 * The connection is over.
	 * @param code code of the server's close frame; 1005 if it has none, 1006 if there
	 * was no close frame
	 */
	void ended(int code, String reason);

}
