package io.vws.server;

/**
 * Bounds of the outbound queue of each connection. They count what waits and what is
 * being written; answers may take as much again.
 *
 * @param maxMessages most messages
 * @param maxBytes most bytes
 * @param onOverflow what happens when an event does not fit
 */
public record QueueLimits(int maxMessages, long maxBytes, OverflowPolicy onOverflow) {
}
