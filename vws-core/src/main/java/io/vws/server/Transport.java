package io.vws.server;

import java.io.IOException;

import io.vws.wire.Frame;

/**
 * The way to one peer's socket, implemented once per web container. {@link #write},
 * {@link #flush}, {@link #ping} and {@link #close} are called by one thread at a time and
 * may wait for the socket; the other methods are called by any thread, also while one of
 * these waits.
 */
public interface Transport {

	/**
	 * Send a text message, or buffer it until {@link #flush}.
	 * @throws IOException if the connection is broken
	 */
	void write(Frame frame) throws IOException;

	/**
	 * Send what is buffered.
	 * @throws IOException if the connection is broken
	 */
	void flush() throws IOException;

	/**
	 * Send a ping without payload.
	 * @throws IOException if the connection is broken
	 */
	void ping() throws IOException;

	/**
	 * Begin the closing handshake by a close frame.
	 * @throws IOException if the connection is broken
	 */
	void close(CloseReason reason) throws IOException;

	/**
	 * End the connection at once, with a close frame only if that does not wait. A thread
	 * that waits in another method comes back with an {@link IOException}. May take a
	 * fraction of a second; does nothing if the connection has ended.
	 * @param reason what to tell the peer if it can still be told
	 */
	void abort(CloseReason reason);

	/**
	 * Read no further messages until {@link #resumeReading}. Called by the thread that
	 * delivers a message.
	 * @return whether the container can do that; by default it cannot
	 */
	default boolean suspendReading() {
		return false;
	}

	/**
	 * Read on after {@link #suspendReading}. Does not wait.
	 * @return whether the container may sleep until the peer sends something, so that the
	 * peer has to be pinged
	 */
	default boolean resumeReading() {
		return false;
	}

}
