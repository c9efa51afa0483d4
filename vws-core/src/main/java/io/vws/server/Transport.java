package io.vws.server;

import java.io.IOException;

import io.vws.wire.Frame;

/**
 * The way to one peer's socket, implemented once per web container. {@link #write},
 * {@link #ping} and {@link #close} are called by one thread at a time; the other methods
 * are called by any thread, also meanwhile.
 * <p>
 * There are two kinds. Where the container only offers calls that wait for the socket, a
 * transport waits, and each call occupies a thread. Where it can write without waiting, a
 * transport keeps what the socket does not take, and says when that has left.
 */
public interface Transport {

	/**
	 * Send text messages in this order, with as few writes to the socket as possible.
	 * @param frames the messages, at least one
	 * @return whether they have left. If not, the rest leaves as soon as the socket takes
	 * it, then {@link #onWritten} is called, and nothing is written before
	 * @throws IOException if the connection is broken
	 */
	boolean write(Frame[] frames) throws IOException;

	/**
	 * Whether writing may wait for the socket.
	 * @return {@code true}, and {@link #write} too, unless the transport says otherwise
	 */
	default boolean mayWait() {
		return true;
	}

	/**
	 * Set who is called when what {@link #write} left behind has left. Called once,
	 * before anything is written. A transport that waits leaves nothing behind.
	 */
	default void onWritten(Runnable listener) {
	}

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
