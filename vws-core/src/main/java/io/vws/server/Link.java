package io.vws.server;

import java.time.Duration;

import io.vws.bus.Subscription;
import io.vws.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The outbound side of one connection. No method waits for the socket, and all may be
 * called from any thread. Frames leave in the order in which they were sent.
 */
interface Link {

	/**
	 * Send a frame.
	 * @param subscription if not {@code null}, send only while it is active; checked so
	 * that no frame of a subscription follows what is sent after its end
	 * @return what became of it; after an {@link DeliveryOutcome#OVERFLOW} the connection
	 * must end
	 */
	DeliveryOutcome send(Frame frame, @Nullable Subscription subscription);

	/**
	 * Let nothing leave until {@link #release}: what is sent meanwhile waits.
	 */
	void hold();

	/** End {@link #hold}. */
	void release();

	/** Send a ping as soon as the writes in progress allow. */
	void ping();

	/**
	 * Send what waits, then a close frame; abort if that takes too long. Answers may join
	 * what waits until the close frame leaves.
	 */
	void close(CloseReason reason);

	/** Drop what waits and send a close frame; abort if that takes too long. */
	void closeNow(CloseReason reason);

	/**
	 * End the connection without waiting for anything.
	 * @param reason what to tell the peer if it can still be told
	 */
	void abort(CloseReason reason);

	/** The transport has ended by itself. */
	void ended();

	/**
	 * Stop reading from the peer while it has too many requests whose answers have not
	 * left. Called by the reading thread when it has handled a message.
	 * @return whether the peer may go on sending: there is room, or reading has stopped
	 */
	boolean limitReading();

	/**
	 * Look at the clock. Called by the watchdog at every tick.
	 * @param writeTimeout longest time for writing what is taken at once
	 * @return whether that has taken longer, so that the connection must end
	 */
	boolean check(Duration writeTimeout);

	/** What has been sent so far. */
	OutboundTraffic sent();

	/** How long it has taken to write what was taken at once, zero if nothing waits. */
	Duration writingFor();

	/** Messages that wait or are being written. */
	int queuedMessages();

	/** Bytes that wait or are being written. */
	long queuedBytes();

}
