package io.vws.bench.load;

import java.nio.ByteBuffer;

/**
 * What a {@link Protocol} understood of a message.
 */
interface Inbox {

	/** The first message of the connection was answered. */
	void connected(Client client);

	/** A subscribe or a publish was answered. */
	void acknowledged(Client client);

	/** A request was refused. */
	void refused(Client client, String reason);

	/** An event; its payload lies somewhere between the two indexes. */
	void event(Client client, ByteBuffer in, int from, int to);

}
